"""What each column of a table is, told from its name first and its cells second."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from matrix.readers.inline import normalised, plain
from matrix.readers.letters import read_letters
from matrix.readers.tables import (
    Table,
    is_activity_name,
    is_client_name,
    is_fallback_activity_name,
    party_key,
    party_name,
)
from matrix.readers.vocabulary import APPLICABILITY_MARKS, NOTE_WORDS, NOTHING_WORDS


class ColumnKind(StrEnum):
    """The part a column plays."""

    ACTIVITY = "activity"
    PARTY = "party"
    APPLICABILITY = "applicability"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `key` is equal in all tables of the page, `name` is as printed, cleaned."""

    key: str
    name: str
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one table, in their order."""

    columns: tuple[Column, ...]

    @property
    def parties(self) -> tuple[Column, ...]:
        """The columns of letters."""
        return tuple(column for column in self.columns if column.kind == ColumnKind.PARTY)

    @property
    def keys(self) -> frozenset[str]:
        """The names of the parties, by which two tables are alike."""
        return frozenset(column.key for column in self.parties)

    @property
    def has_activity(self) -> bool:
        """Whether one column holds the activities."""
        return any(column.kind == ColumnKind.ACTIVITY for column in self.columns)

    @property
    def is_matrix(self) -> bool:
        """Whether the table says who does what."""
        return self.has_activity and bool(self.parties)


class _Cells(StrEnum):
    LETTERS = "letters"
    MARK = "mark"
    OTHER = "other"


def layouts(
    tables: Sequence[Table], party: str | None = None, header_row: int | None = None
) -> list[Layout]:
    """Return one layout per table.

    A column is told from its cells in all tables of the page that have a column of this
    name: a provider with no task in one section is a party there all the same. The column
    named `party` is one whatever its cells hold; below the line `header_row` a column of
    words is the activities whatever its name.
    """
    names = [_names(table) for table in tables]
    votes: dict[str, Counter[_Cells]] = {}
    for table, columns in zip(tables, names, strict=True):
        for place, (key, _) in enumerate(columns):
            votes.setdefault(key, Counter()).update(_kinds_of_cells(table, place))
    wanted = party_key(party) if party is not None else None
    return [
        _layout(columns, votes, wanted, is_chosen=table.header.line == header_row)
        for table, columns in zip(tables, names, strict=True)
    ]


def _names(table: Table) -> list[tuple[str, str]]:
    """Return key and name ("" when none is printed); a repeated name gets its number."""
    seen: Counter[str] = Counter()
    columns = []
    for number, cell in enumerate(table.header.cells, start=1):
        name = party_name(plain(cell).strip())
        key = party_key(name) or name.casefold() or f"column {number}"
        seen[key] += 1
        again = f" ({seen[key]})" if seen[key] > 1 else ""
        columns.append((key + again, name + again))
    return columns


def _kinds_of_cells(table: Table, place: int) -> Iterator[_Cells]:
    for row in table.rows:
        cell = row.cells[place] if place < len(row.cells) else ""
        if not cell or normalised(plain(cell)) in NOTHING_WORDS:
            continue
        reading = read_letters(cell)
        if reading.is_readable:
            # A lone dash says nothing about the column.
            yield from [_Cells.LETTERS] if reading.letters else []
        else:
            is_mark = len(cell) <= 8 and plain(cell).casefold() in APPLICABILITY_MARKS
            yield _Cells.MARK if is_mark else _Cells.OTHER


def _layout(
    names: list[tuple[str, str]],
    votes: Mapping[str, Counter[_Cells]],
    wanted: str | None,
    *,
    is_chosen: bool,
) -> Layout:
    activity = _activity_place(names, votes, is_chosen=is_chosen)
    columns = []
    for place, (key, name) in enumerate(names):
        kind = _kind(name, votes[key])
        if place == activity:
            kind = ColumnKind.ACTIVITY
        elif wanted is not None and wanted in {key, party_key(name or f"column {place + 1}")}:
            kind = ColumnKind.PARTY
        columns.append(Column(key, name or f"column {place + 1}", kind))
    return Layout(tuple(columns))


def _activity_place(
    names: list[tuple[str, str]], votes: Mapping[str, Counter[_Cells]], *, is_chosen: bool
) -> int | None:
    worded = [place for place, (key, _) in enumerate(names) if not _are_letters(votes[key])]
    for is_name in (is_activity_name, is_fallback_activity_name):
        for place in worded:
            if is_name(names[place][1]):
                return place
    # Left without a name, beside a column that is the client's.
    has_client = any(is_client_name(name) for _, name in names)
    for place in worded:
        key, name = names[place]
        is_worded = votes[key][_Cells.OTHER] > 0
        if is_worded and (is_chosen or (has_client and not name)):
            return place
    return None


def _kind(name: str, votes: Counter[_Cells]) -> ColumnKind:
    if not NOTE_WORDS.isdisjoint(normalised(name).split()):
        return ColumnKind.NOTE
    if not votes:
        return ColumnKind.PARTY if name else ColumnKind.NOTE
    if is_client_name(name) or _are_letters(votes):
        return ColumnKind.PARTY
    if votes[_Cells.MARK] * 2 >= votes.total():
        return ColumnKind.APPLICABILITY
    return ColumnKind.NOTE


def _are_letters(votes: Counter[_Cells]) -> bool:
    return votes[_Cells.LETTERS] * 2 >= votes.total() > 0


def has_letters(tables: Iterable[tuple[Table, Layout]]) -> bool:
    """Say whether any party holds any letter in these tables."""
    return any(
        read_letters(row.cells[place]).letters
        for table, layout in tables
        for place, column in enumerate(layout.columns)
        if column.kind == ColumnKind.PARTY
        for row in table.rows
        if place < len(row.cells)
    )


def is_bare(table: Table, layout: Layout) -> bool:
    """Say whether nothing at all is printed for the parties of a table."""
    return not any(
        row.cells[place]
        for place, column in enumerate(layout.columns)
        if column.kind == ColumnKind.PARTY
        for row in table.rows
        if place < len(row.cells)
    )
