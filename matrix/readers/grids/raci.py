"""A sheet with RACI letters: where its tables are, and what each of their columns is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from matrix.readers.alignment import aligned
from matrix.readers.choices import Choice
from matrix.readers.columns import ColumnKind, Layout, has_letters, layouts
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.grids.headers import Header, possible_headers
from matrix.readers.grids.plans import cell_at
from matrix.readers.grids.vocabulary import SECTION_NAMES
from matrix.readers.inline import escaped
from matrix.readers.letters import MAX_CELL, read_letters
from matrix.readers.lines import Row
from matrix.readers.reading import ReadFinding
from matrix.readers.tables import (
    Table,
    is_activity_name,
    is_client_name,
    is_fallback_activity_name,
    names_activities_and_client,
)

# Rows that tell what the columns of a sheet are.
_SAMPLE: Final = 300
# Names of columns are shorter: a row of longer cells is not looked at twice.
_LONGEST_NAME: Final = 80
_LONGEST_HEADER: Final = 200


@dataclass(frozen=True, slots=True)
class Part:
    """One table of a sheet: the rows `first` to `last` of the grid below its header.

    `columns` are the places that are read, in the order of `layout`; `sections` those that
    name the section of a row. `lettered` counts the rows of a sample that hold any letter.
    """

    header: Header
    last: int
    columns: tuple[int, ...]
    sections: tuple[int, ...]
    layout: Layout
    table: Table
    lettered: int

    def places(self, kind: ColumnKind) -> tuple[int, ...]:
        """Return the places of the columns of a kind."""
        kinds = zip(self.columns, self.layout.columns, strict=True)
        return tuple(place for place, column in kinds if column.kind == kind)

    def row(self, row: GridRow) -> Row:
        """Return the cells that are read, and those beyond the last name if they hold any."""
        beyond = list(row.cells[len(self.header.names) :])
        while beyond and not beyond[-1]:
            beyond.pop()
        read = [row.cells[place] for place in self.columns if place < len(row.cells)]
        return Row(row.number, tuple(map(escaped, [*read, *beyond])))


@dataclass(frozen=True, slots=True)
class RaciSheet:
    """The tables of a sheet that have letters, the first naming its header."""

    parts: tuple[Part, ...]
    findings: tuple[ReadFinding, ...] = ()

    @property
    def lettered(self) -> int:
        """Return how many rows of the sample of its first table hold letters."""
        return self.parts[0].lettered


def find_raci(grid: Grid, parts: Sequence[Part], choice: Choice) -> RaciSheet | None:
    """Return the tables of a sheet whose letters two parties share, None when none do."""
    found = [part for part in parts if part.lettered and _parties(part) > 1]
    best = max(found, key=_clearness, default=None)
    return None if best is None else _whole(grid, best, choice)


def nearest_table(parts: Sequence[Part]) -> Part | None:
    """Return what comes nearest to a matrix, so that a refusal can say what it lacks."""
    return max(
        parts,
        key=lambda part: (part.layout.has_activity, _parties(part), part.lettered),
        default=None,
    )


def _clearness(part: Part) -> tuple[int, ...]:
    """Rank headers: of two rows the one that names more, and the client among them."""
    names = [column.name for column in part.layout.parties]
    activity = part.header.names[part.places(ColumnKind.ACTIVITY)[0]]
    named = len({part.header.names[place] for place in part.columns} - {""})
    return any(map(is_client_name, names)), bool(activity), len(names), named, part.lettered


def _parties(part: Part) -> int:
    return len(part.layout.parties)


def possible_tables(grid: Grid, choice: Choice) -> list[Part]:
    """Return a table for each row that may name its columns."""
    return [
        _part(grid, header, len(grid.rows), choice)
        for header in possible_headers(grid, choice)
        if choice.header_row is not None or _may_name(header)
    ]


def _may_name(header: Header) -> bool:
    if max(map(len, header.names)) > _LONGEST_HEADER:
        return False
    return any(
        is_activity_name(name) or is_client_name(name) or is_fallback_activity_name(name)
        for name in header.names
    )


def _part(grid: Grid, header: Header, last: int, choice: Choice) -> Part:
    sample = _sample(grid.rows[header.first : last])
    used = tuple(
        place
        for place, name in enumerate(header.names)
        if name or any(cell_at(row.cells, place) for row in sample)
    )
    sections = tuple(place for place in used if header.words[place] in SECTION_NAMES)
    read = tuple(place for place in used if place not in sections)
    table, layout = _layout(header, sample, read, choice)
    if not layout.has_activity:
        # A column named "Domain" holds the activities where no other one does.
        read, sections = used, ()
        table, layout = _layout(header, sample, read, choice)
    lettered = sum(has_letters([(Table(table.header, [row]), layout)]) for row in table.rows)
    return Part(header, last, read, sections, layout, table, lettered if layout.is_matrix else 0)


def _sample(rows: Sequence[GridRow]) -> Sequence[GridRow]:
    """Return the first rows, and some from everywhere below them."""
    if len(rows) <= _SAMPLE:
        return rows
    below = rows[_SAMPLE // 2 :]
    return [*rows[: _SAMPLE // 2], *below[:: len(below) * 2 // _SAMPLE + 1]]


def _layout(
    header: Header, sample: Sequence[GridRow], read: Sequence[int], choice: Choice
) -> tuple[Table, Layout]:
    names = Row(header.number, tuple(escaped(header.names[place]) for place in read))
    # What is longer than letters tells as much by its beginning.
    rows = [
        Row(
            row.number, tuple(escaped(cell_at(row.cells, place)[: MAX_CELL + 1]) for place in read)
        )
        for row in sample
    ]
    table = Table(names, rows)
    return table, layouts([table], choice.party, choice.header_row)[0]


def _whole(grid: Grid, best: Part, choice: Choice) -> RaciSheet:
    """Add the tables further down the sheet, each below names of its own."""
    parts = [best]
    activity = best.places(ColumnKind.ACTIVITY)[0]
    for index in range(best.header.first, len(grid.rows)):
        row = grid.rows[index]
        cell = cell_at(row.cells, activity)
        is_name = 0 < len(cell) <= _LONGEST_NAME and is_activity_name(cell)
        if is_name and not parts[-1].header.is_repeated(row) and _names(row):
            parts[-1] = _part(grid, parts[-1].header, index, choice)
            header = Header(row.number, tuple(row.cells), index, index + 1)
            parts.append(_part(grid, header, len(grid.rows), choice))
    matrices = [part for part in parts if part.layout.is_matrix]
    tables = [part.table for part in matrices]
    renamed, findings = aligned(tables, [part.layout for part in matrices], choice.party)
    named = [replace(part, layout=layout) for part, layout in zip(matrices, renamed, strict=True)]
    return RaciSheet(tuple(named), tuple(findings))


def _names(row: GridRow) -> bool:
    cells = tuple(cell for cell in row.cells if cell)
    has_letter = any(read_letters(cell).letters for cell in cells)
    return not has_letter and names_activities_and_client(Row(row.number, cells))
