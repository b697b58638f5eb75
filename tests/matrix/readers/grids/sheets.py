"""Small sheets written for the tests, as grids and as workbooks."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from matrix.readers import Choice, MatrixRefused, Progress, ReadActivity, ReadFinding, ReadMatrix
from matrix.readers.choices import Limits, unobserved
from matrix.readers.grids import read_grids
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.workbooks import read_workbook

Rows = Iterable[Sequence[object]]

HEADER = ("Activity", "Customer", "Provider")
ROWS = [("Do it", "RA", "I"), ("Run it", "", "R / A")]
CAIQ = (
    "Question ID",
    "Question",
    "CSP CAIQ Answer",
    "SSRM Control Ownership",
    "CSP Implementation Description  (Optional/Recommended)",
    "CSC Responsibilities  (Optional/Recommended)",
    "CCM Control ID",
    "CCM Control Specification",
    "CCM Control Title",
    "CCM Domain Title",
)
CRM = (
    "Control ID",
    "Can Be Inherited from CSP",
    "Specific Inheritance and Customer Agency/CSP Responsibilities",
)
CIS = [
    ("Low worksheet",),
    ("Control ID", "Implementation Status", "", "Control Origination", "", "", "", "", "", ""),
    (
        "",
        "Implemented",
        "N/A",
        "Service Provider Corporate",
        "Service Provider System Specific",
        "Service Provider Hybrid\n(Corporate and System Specific)",
        "Configured by Customer\n(Customer System Specific)",
        "Provided by Customer\n(Customer System Specific)",
        "Shared\n(Service Provider and Customer Responsibility)",
        "Inherited from Pre-Existing  Authorization",
    ),
]


def make_grid(rows: Rows, sheet: str = "Sheet", *, spanning: Iterable[int] = ()) -> Grid:
    """Return a sheet; rows are numbered from 1, and `spanning` are those of one wide cell."""
    wide = set(spanning)
    return Grid(
        sheet,
        tuple(
            GridRow(number, tuple(map(str, cells)), is_spanning=number in wide)
            for number, cells in enumerate(rows, start=1)
            if any(cells)
        ),
    )


def read(*grids: Grid, progress: Progress = unobserved, **choice: Any) -> ReadMatrix:
    """Read the sheets of a workbook."""
    return read_grids(grids, Choice(**choice), sha256="", format="xlsx", progress=progress)


def read_rows(rows: Rows, **choice: Any) -> ReadMatrix:
    """Read a workbook of one sheet."""
    return read(make_grid(rows), **choice)


def refused(*grids: Grid, **choice: Any) -> MatrixRefused:
    """Return how sheets are refused; it is an error when they are not."""
    try:
        read(*grids, **choice)
    except MatrixRefused as refusal:
        return refusal
    message = "the sheets were read"
    raise AssertionError(message)


def save(*sheets: tuple[str, Rows]) -> bytes:
    """Return a workbook with these sheets."""
    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_file(content: bytes, **choice: Any) -> ReadMatrix:
    """Read the bytes of a workbook."""
    return read_grids(
        read_workbook(content, Limits()),
        Choice(**choice),
        sha256="",
        format="xlsx",
        progress=unobserved,
    )


def cells(matrix: ReadMatrix) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return line, text and letters of each row."""
    return [(row.line, row.text, letters(row)) for row in matrix.activities]


def letters(row: ReadActivity) -> tuple[str, ...]:
    """Return the letters of a row in the order of the parties."""
    return tuple(cell.letters for cell in row.cells)


def found(matrix: ReadMatrix, *but: str) -> list[tuple[str, int | None]]:
    """Return code and line of each finding; those named are left out, and missing dates."""
    left_out = {"date-missing", *but}
    return [(told.code, told.line) for told in matrix.findings if told.code not in left_out]


def told(matrix: ReadMatrix, code: str) -> ReadFinding:
    """Return the first finding of a code."""
    return next(finding for finding in matrix.findings if finding.code == code)


def sections(matrix: ReadMatrix) -> list[tuple[str, str, list[int]]]:
    """Return number, title and lines of each section."""
    return [
        (
            section.number,
            section.title,
            [row.line for row in matrix.activities if row.section == place],
        )
        for place, section in enumerate(matrix.sections)
    ]
