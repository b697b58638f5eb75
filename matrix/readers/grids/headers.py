"""The rows that may name the columns: one, or two of which the upper one names groups."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matrix.readers.choices import Choice
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.inline import folded, normalised
from matrix.readers.refusals import MatrixRefused

# How far down a sheet the names of its columns are looked for.
MAX_ROWS: Final = 20


@dataclass(frozen=True, slots=True)
class Header:
    """Names of columns: `number` is their row (the last of two), `first` the first row below.

    `top` is the index in the grid of the first row that belongs to it, `first` an index too.
    """

    number: int
    names: tuple[str, ...]
    top: int
    first: int

    def is_repeated(self, row: GridRow) -> bool:
        """Say whether a row is this header, printed again."""
        return len(row.cells) >= len(self.names) and all(
            folded(cell) == name for cell, name in zip(row.cells, self.names, strict=False)
        )

    @property
    def words(self) -> tuple[str, ...]:
        """Return the names as they are compared."""
        return tuple(normalised(name) for name in self.names)


def place_of(grid: Grid, number: int) -> str:
    """Return where a row is, for a person who looks for it."""
    return f"sheet “{grid.sheet}”, row {number}" if grid.sheet else f"line {number}"


def possible_headers(grid: Grid, choice: Choice) -> list[Header]:
    """Return the headers there may be, one row before two, the upper before the lower.

    Raises MatrixRefused `no-table` when the row that a person chose holds nothing.
    """
    if choice.header_row is None:
        places = range(min(MAX_ROWS, len(grid.rows)))
    else:
        place = _index(grid, choice.header_row)
        places = range(place, place + 1)
    return [header for place in places for header in _headers(grid, place)]


def _index(grid: Grid, number: int) -> int:
    for place, row in enumerate(grid.rows):
        if row.number == number:
            return place
    message = f"Row {number} is empty, so it cannot name the columns."
    raise MatrixRefused("no-table", place_of(grid, number), message)


def _headers(grid: Grid, place: int) -> Iterator[Header]:
    row = grid.rows[place]
    if sum(map(bool, row.cells)) < 2:
        return
    yield Header(row.number, _trimmed(row.cells), place, place + 1)
    if place and _may_group(grid.rows[place - 1]):
        yield Header(row.number, _joined(grid.rows[place - 1], row), place - 1, place + 1)


def _may_group(row: GridRow) -> bool:
    return not row.is_spanning and sum(map(bool, row.cells)) > 1


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    names = [folded(cell) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)


def _joined(upper: GridRow, lower: GridRow) -> tuple[str, ...]:
    """Join two rows: the lower name, the upper where there is none, both where one repeats."""
    width = max(len(upper.cells), len(lower.cells))
    above = [folded(cell) for cell in upper.cells] + [""] * (width - len(upper.cells))
    below = [folded(cell) for cell in lower.cells] + [""] * (width - len(lower.cells))
    often = Counter(below)
    group = ""
    names = []
    for top, name in zip(above, below, strict=True):
        group = top or group
        is_repeated = bool(name) and often[name] > 1
        names.append(f"{group} {name}".strip() if is_repeated else name or top)
    return _trimmed(names)
