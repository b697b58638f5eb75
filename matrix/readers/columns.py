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
)
from matrix.readers.vocabulary import APPLICABILITY_MARKS, NOTE_WORDS, ROLE_WORDS


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


def layouts(tables: Sequence[Table]) -> list[Layout]:
    """Return one layout per table.

    A column is told from its cells in all tables of the page that have a column of this
    name: a provider with no task in one section is a party there all the same.
    """
    names = [_names(table) for table in tables]
    votes: dict[str, Counter[_Cells]] = {}
    for table, columns in zip(tables, names, strict=True):
        for place, (key, _) in enumerate(columns):
            votes.setdefault(key, Counter()).update(_kinds_of_cells(table, place))
    return [_layout(columns, votes) for columns in names]


def _names(table: Table) -> list[tuple[str, str]]:
    """Return key and name ("" when none is printed); a repeated name gets its number."""
    seen: Counter[str] = Counter()
    columns = []
    for number, cell in enumerate(table.header.cells, start=1):
        name = _party_name(plain(cell).strip())
        key = party_key(name) or name.casefold() or f"column {number}"
        seen[key] += 1
        again = f" ({seen[key]})" if seen[key] > 1 else ""
        columns.append((key + again, name + again))
    return columns


def _party_name(name: str) -> str:
    """Return the party in "Client Role" or "Rôle Client"; other names as they are."""
    words = name.split()
    kept = [word for word in words if normalised(word) not in ROLE_WORDS]
    return " ".join(kept) if 0 < len(kept) < len(words) else name


def _kinds_of_cells(table: Table, place: int) -> Iterator[_Cells]:
    for row in table.rows:
        cell = row.cells[place] if place < len(row.cells) else ""
        if not cell:
            continue
        reading = read_letters(cell)
        if reading.is_readable:
            # A lone dash says nothing about the column.
            yield from [_Cells.LETTERS] if reading.letters else []
        else:
            is_mark = len(cell) <= 8 and plain(cell).casefold() in APPLICABILITY_MARKS
            yield _Cells.MARK if is_mark else _Cells.OTHER


def _layout(names: list[tuple[str, str]], votes: Mapping[str, Counter[_Cells]]) -> Layout:
    activity = _activity_place(names, votes)
    columns = []
    for place, (key, name) in enumerate(names):
        kind = ColumnKind.ACTIVITY if place == activity else _kind(name, votes[key])
        columns.append(Column(key, name or f"column {place + 1}", kind))
    return Layout(tuple(columns))


def _activity_place(
    names: list[tuple[str, str]], votes: Mapping[str, Counter[_Cells]]
) -> int | None:
    worded = [place for place, (key, _) in enumerate(names) if not _are_letters(votes[key])]
    for is_name in (is_activity_name, is_fallback_activity_name):
        for place in worded:
            if is_name(names[place][1]):
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
