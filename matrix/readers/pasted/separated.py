"""Text whose cells are parted by tabs, commas or semicolons, as rows."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from matrix.readers.choices import Limits
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.inline import normalised
from matrix.readers.lines import Row
from matrix.readers.refusals import MatrixRefused
from matrix.readers.tables import (
    is_activity_name,
    is_client_name,
    names_activities_and_client,
)

Separator = Literal["\t", ",", ";"]

MAX_COLUMNS: Final = 1_000
# Rows that tell the separator, and the names of the columns among them.
_SAMPLE: Final = 30
_WIDEST_NAME: Final = 80
_SIGNS: Final[tuple[Literal[",", ";"], ...]] = (";", ",")


class _Usual(NamedTuple):
    width: int
    rows: int
    of: int


def is_tabbed(lines: Sequence[str], ending: str) -> bool:
    """Say whether all rows are parted by tabs: what a sheet gives when it is copied.

    Lines above the first tab are the title of a sheet; a line without one further down makes
    it the copy of a page.
    """
    if ending in {"tsv", "tab"}:
        return True
    if any(line.lstrip().startswith("|") for line in lines):
        return False
    rows = [cells for _, cells in _readable(_rows(lines, "\t")) if any(cells)]
    first = next((place for place, cells in enumerate(rows) if len(cells) > 1), len(rows))
    if 0 < first < len(rows) and names_activities_and_client(Row(1, rows[first])):
        # What stands above the names is the title of a section, which a page has.
        return False
    return first < 3 and len(rows) > first + 1 and all(len(cells) > 1 for cells in rows[first:])


def comma_or_semicolon(lines: Sequence[str], ending: str) -> Literal[",", ";"] | None:
    """Return what parts the cells of a CSV file, None for a text that is none.

    A file named `.csv` has one; in any other text nearly all rows must be as wide as the one
    with the names of an activity's or a client's column.
    """
    announced = next((sign for sign in _SIGNS if lines[0].strip() == f"sep={sign}"), None)
    if announced:
        return announced
    found = {sign: _usual_width(lines, sign) for sign in _SIGNS}
    best = max(_SIGNS, key=lambda sign: (found[sign].rows, lines[0].count(sign)))
    if ending == "csv":
        return best
    names = any(_names_columns(cells) for _, cells in _readable(_rows(lines[:_SAMPLE], best)))
    usual = found[best]
    return best if names and usual.width > 2 and usual.rows * 5 >= usual.of * 4 else None


def separator(lines: Sequence[str], kind: Literal["csv", "tsv"]) -> Separator:
    """Return what parts the cells of a file known to be one of the two."""
    return "\t" if kind == "tsv" else comma_or_semicolon(lines, kind) or ","


def read_separated(lines: Sequence[str], sign: Separator, limits: Limits) -> Grid:
    """Return the rows that hold any text, with the number of the line each begins on.

    Raises MatrixRefused: damaged for quotes that never close, too-large, empty.
    """
    rows: list[GridRow] = []
    skipped = 1 if lines[0].strip() == f"sep={sign}" else 0
    try:
        for number, cells in _rows(lines[skipped:], sign):
            if len(rows) >= limits.rows:
                message = f"The table has more than {limits.rows:,} rows."
                raise MatrixRefused("too-large", f"line {number + skipped}", message)
            if any(cells):
                rows.append(GridRow(number + skipped, cells))
    except csv.Error as error:
        line = rows[-1].number + 1 if rows else 1
        message = "The cells cannot be told: quotes do not match, or a line has too many cells."
        raise MatrixRefused("damaged", f"line {line}", message) from error
    if not rows:
        raise MatrixRefused("empty", "line 1", "The file has no cell with any text.")
    return Grid("", tuple(rows))


def _rows(lines: Iterable[str], sign: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(_narrow(lines, sign), delimiter=sign, strict=True)
    number = 1
    for cells in reader:
        yield number, tuple(cell.strip() for cell in cells)
        number = reader.line_num + 1


def _narrow(lines: Iterable[str], sign: str) -> Iterator[str]:
    for line in lines:
        if line.count(sign) > MAX_COLUMNS:
            raise csv.Error(sign)
        yield f"{line}\n"


def _readable(
    rows: Iterator[tuple[int, tuple[str, ...]]],
) -> Iterator[tuple[int, tuple[str, ...]]]:
    try:
        yield from rows
    except csv.Error:
        return


def _usual_width(lines: Sequence[str], sign: str) -> _Usual:
    """Return the width most rows have, counting no row that the sign leaves whole."""
    widths = Counter(len(cells) for _, cells in _readable(_rows(lines, sign)) if any(cells))
    of = widths.total()
    widths.pop(1, None)
    width, rows = (widths.most_common(1) or [(0, 0)])[0]
    return _Usual(width, rows, of)


def _names_columns(cells: tuple[str, ...]) -> bool:
    short = [cell for cell in cells if cell and len(cell) <= _WIDEST_NAME]
    return len(short) > 2 and any(
        is_client_name(cell) or is_activity_name(cell) or "control id" in normalised(cell)
        for cell in short
    )
