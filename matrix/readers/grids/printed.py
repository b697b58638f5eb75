"""What a sheet says of itself above its table: a title, and when it was published."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from matrix.readers.dates import read_date
from matrix.readers.grids.cells import Grid
from matrix.readers.grids.headers import Header
from matrix.readers.inline import escaped, folded
from matrix.readers.lines import Prose
from matrix.readers.reading import ReadDate, ReadMatrix

# A longer text above the table explains how to fill it in.
_LONGEST_TITLE: Final = 200
_IN_NAME: Final = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)")


def preamble(grid: Grid, header: Header) -> list[Prose]:
    """Return the rows above the names of the columns, one text each, not as Markdown."""
    return [
        Prose(row.number, escaped(" ".join(folded(cell) for cell in row.cells if cell)))
        for row in grid.rows[: header.top]
    ]


def sheet_title(grid: Grid, header: Header) -> str:
    """Return the first text above the table, else the name of the sheet."""
    for row in grid.rows[: header.top]:
        text = next(folded(cell) for cell in row.cells if cell)
        if len(text) <= _LONGEST_TITLE:
            return text
    return grid.sheet


def dated_by_name(matrix: ReadMatrix, name: str) -> ReadMatrix:
    """Return the matrix with the date of its file's name, if it prints none that is certain."""
    found = _IN_NAME.search(name)
    day = read_date(found[0], "") if found else None
    if matrix.published_on is not None or day is None or not isinstance(day.value, date):
        return matrix
    return replace(
        matrix,
        published_on=day.value,
        dates=(*matrix.dates, ReadDate(day.verbatim, day.value, "body", 1)),
        findings=tuple(found for found in matrix.findings if found.code != "date-missing"),
    )
