"""What every format with rows and columns is turned into before it is understood."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row: `number` is its place in the source from 1, `cells` the texts a reader sees.

    `is_spanning` when one cell takes (nearly) the width of the table: then it is a title.
    """

    number: int
    cells: tuple[str, ...]
    is_spanning: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet, or a whole text file (`sheet` is ""). Rows without any text are left out.

    `is_hidden` when the workbook does not show the sheet to a person who opens it.
    """

    sheet: str
    rows: tuple[GridRow, ...]
    is_hidden: bool = False
