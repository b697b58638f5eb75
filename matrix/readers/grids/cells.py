"""What every format with rows and columns is turned into before it is understood."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: `number` is its place in the source from 1, `cells` the texts a reader sees."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or a whole text file (`sheet` is ""). Rows without any text are left out."""

    sheet: str
    rows: tuple[GridRow, ...]
