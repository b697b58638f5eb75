"""Sheets as grids: each value as the person who opens the workbook reads it."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from matrix.readers.grids.cells import Grid
from tests.matrix.readers.workbooks.files import (
    BOOK,
    OFFICE,
    PACKAGE,
    RELATIONS,
    SHEET,
    STRINGS,
    book_refusal,
    make_workbook,
    open_book,
    sheet_xml,
    strings_xml,
    text_cell,
)

ERRORS = '<row r="2"><c r="B2" t="e"><v>#REF!</v></c><c r="C2" t="b"><v>1</v></c></row>'


def saved(fill: Callable[[Worksheet], None]) -> Grid:
    """Return the only sheet of a workbook that was filled by this function."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    fill(sheet)
    file = io.BytesIO()
    book.save(file)
    return open_book(file.getvalue())[0]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (10, "10"),
        (1.0, "1"),
        (1.1, "1.1"),
        (0.1 + 0.2, "0.3"),
        (1e20, "1e+20"),
        (True, "TRUE"),
        (False, "FALSE"),
        ("  RA\r\nI ", "RA\nI"),
        (datetime.date(2024, 5, 1), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 0, 0), "2024-05-01"),
        (datetime.datetime(2024, 5, 1, 10, 30), "2024-05-01 10:30:00"),
        (datetime.time(10, 30), "10:30:00"),
        (datetime.timedelta(hours=30), "1 day, 6:00:00"),
        ("a" * 50, "a" * 50),
    ],
)
def test_a_value_is_read_as_a_sheet_shows_it(value: Any, text: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = value

    assert saved(fill).rows[0].cells == (text,)


def test_rows_keep_their_numbers_and_empty_ones_are_left_out() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["B3"], sheet["C7"] = "first", "second"
        sheet.row_dimensions[7].hidden = True

    grid = saved(fill)

    assert [(row.number, row.cells) for row in grid.rows] == [
        (3, ("first", "")),
        (7, ("", "second")),
    ]


def test_a_cell_merged_over_the_table_makes_its_row_a_title() -> None:
    def fill(sheet: Worksheet) -> None:
        for place in ("A1", "A2", "B2", "C2", "A3", "A5", "C5"):
            sheet[place] = place
        for merged in ("A1:C1", "A3:A4", "A5:B5"):
            sheet.merge_cells(merged)

    grid = saved(fill)

    assert [row.is_spanning for row in grid.rows] == [True, False, False, False]


def test_sheets_are_listed_in_order_with_hidden_ones_last() -> None:
    book = openpyxl.Workbook()
    for name, state in (("A", "hidden"), ("B", "visible"), ("C", "veryHidden"), ("D", "visible")):
        book.create_sheet(name).sheet_state = state
        book[name]["A1"] = name
    book.remove(book["Sheet"])
    file = io.BytesIO()
    book.save(file)

    read = open_book(file.getvalue())

    assert [(grid.sheet, grid.is_hidden) for grid in read] == [
        ("B", False),
        ("D", False),
        ("A", True),
        ("C", True),
    ]
    assert [grid.sheet for grid in read[1:3]] == ["D", "A"]


def test_an_error_is_read_as_it_is_shown() -> None:
    content = make_workbook({SHEET: sheet_xml(ERRORS)})

    grid = open_book(content)[0]

    assert grid.rows[0].cells == ("#REF!", "TRUE")


def test_errors_are_found_when_relations_are_full_paths() -> None:
    plain = make_workbook({SHEET: sheet_xml(ERRORS)})
    full = make_workbook(
        {
            SHEET: sheet_xml(ERRORS),
            RELATIONS: f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
            f' Type="{OFFICE}/worksheet" Target="/{SHEET}"/></Relationships>',
        }
    )

    assert open_book(plain)[0].rows == open_book(full)[0].rows


@pytest.mark.parametrize("changed", [{RELATIONS: None}, {BOOK: "<workbook>"}])
def test_errors_in_a_workbook_without_a_list_of_sheets_are_damage(
    changed: dict[str, str | None],
) -> None:
    content = make_workbook({SHEET: sheet_xml(ERRORS), **changed})

    assert book_refusal(content).code == "damaged"


def test_texts_are_read_from_the_shared_list() -> None:
    cells = '<c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c>'
    content = make_workbook(
        {SHEET: sheet_xml(f"<row>{cells}</row>"), STRINGS: strings_xml("one", "two" * 200_000)}
    )

    assert open_book(content)[0].rows[0].cells == ("two" * 200_000, "one")


def test_a_sheet_is_read_again_when_another_was_read_between() -> None:
    book = openpyxl.Workbook()
    for name in ("A", "B"):
        book.create_sheet(name)["A1"] = name
    file = io.BytesIO()
    book.save(file)

    read = open_book(file.getvalue())

    assert [read[place].sheet for place in (1, 1, 2, 1)] == ["A", "A", "B", "A"]
    assert len(read) == 3


def test_a_long_cell_is_kept_whole() -> None:
    content = make_workbook({SHEET: sheet_xml(f"<row>{text_cell('A1', 'a b ' * 8_000)}</row>")})

    assert open_book(content)[0].rows[0].cells == (("a b " * 8_000).strip(),)
