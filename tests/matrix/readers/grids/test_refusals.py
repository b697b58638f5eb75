"""Sheets that are no matrix, and readings that are cancelled."""

import pytest

from matrix.readers import ReadingCancelled
from matrix.readers.grids.cells import Grid, GridRow
from tests.matrix.readers.grids.sheets import (
    HEADER,
    ROWS,
    Rows,
    make_grid,
    read,
    refused,
)


@pytest.mark.parametrize(
    ("rows", "choice", "code", "where"),
    [
        ([HEADER, *ROWS], {"header_row": 9}, "no-table", "sheet “Sheet”, row 9"),
        ([HEADER, *ROWS], {"party": "Nobody"}, "no-role-column", "sheet “Sheet”, row 1"),
        ([("Activity", "Us", "Them"), *ROWS], {}, "no-role-column", "sheet “Sheet”, row 1"),
        ([("Activity", "Customer"), ("a", "RA")], {}, "one-party", "sheet “Sheet”, row 1"),
        ([HEADER, ("a", "", "")], {}, "no-role-column", "sheet “Sheet”, row 1"),
        ([HEADER], {}, "no-matrix", "sheet “Sheet”, row 1"),
        ([("Activity", "Price"), ("a", "10 €")], {}, "no-role-column", "sheet “Sheet”, row 1"),
        ([("Name", "Customer", "x"), ("R", "A", "I")], {}, "no-activity-column", ""),
        ([("Name", "Customer", "x"), ("a", "b", "c")], {}, "no-matrix", "sheet “Sheet”, row 1"),
        ([("one",), ("two",)], {}, "no-table", "sheet “Sheet”, row 1"),
        ([("a" * 300, "Customer"), ("two",)], {}, "no-table", "sheet “Sheet”, row 1"),
        ([], {}, "empty", "byte 0"),
    ],
)
def test_a_sheet_that_is_no_matrix_says_what_it_lacks(
    rows: Rows, choice: dict[str, object], code: str, where: str
) -> None:
    refusal = refused(make_grid(rows), **choice)

    assert refusal.code == code
    assert where in refusal.where


def test_a_text_file_speaks_of_lines() -> None:
    grid = Grid("", (GridRow(4, HEADER),))

    assert refused(grid).where == "line 4"


def test_progress_is_told_and_may_cancel() -> None:
    grid = make_grid([HEADER, *[("Do it", "RA", "I")] * 1_200])
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        steps.append((done, total))
        if len(steps) > 2:
            raise ReadingCancelled

    with pytest.raises(ReadingCancelled):
        read(grid, progress=watch)

    assert steps == [(501, 1201), (1001, 1201), (1201, 1201)]
