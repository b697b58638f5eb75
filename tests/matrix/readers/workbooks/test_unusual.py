"""Workbooks that are only unusual are read whole."""

import zipfile

import pytest

from tests.matrix.readers.workbooks.files import (
    ROWS,
    SHEET,
    make_workbook,
    open_book,
    sheet_xml,
    text_cell,
)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({SHEET: sheet_xml(before='<dimension ref="A1"/>')}, id="a wrong dimension"),
        pytest.param({SHEET: sheet_xml(before='<dimension ref="A1:Z9999"/>')}, id="a large one"),
        pytest.param(
            {"xl/drawings/drawing1.xml": "<a/>", "xl/media/a.png": "a", "xl/empty/": ""},
            id="other parts",
        ),
        pytest.param({SHEET: sheet_xml(ROWS.replace(' r="', " s='1' r=\"")), }, id="other order"),
        pytest.param(
            {SHEET: None, "xl\\worksheets\\sheet1.xml": sheet_xml()}, id="names with backslashes"
        ),
        pytest.param(
            {SHEET: sheet_xml(ROWS + '<row r="1048576" s="1"><c r="XFD1048576" s="1"/></row>')},
            id="a style at the end of the sheet",
        ),
    ],
)  # fmt: skip
def test_what_is_only_unusual_is_read_whole(changed: dict[str, str | None]) -> None:
    book = open_book(make_workbook(changed))

    assert [row.cells for row in book[0].rows] == [
        ("Activity", "Customer", "Provider"),
        ("Do it", "RA", "I"),
    ]


def test_a_workbook_that_is_stored_and_not_packed_is_read() -> None:
    content = make_workbook(method=zipfile.ZIP_STORED)

    assert len(open_book(content)[0].rows) == 2


def test_a_prefix_before_every_name_is_read() -> None:
    xml = sheet_xml(f"<row>{text_cell('A1', 'x')}</row>")
    prefixed = xml.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")

    book = open_book(make_workbook({SHEET: prefixed}))

    assert book[0].rows[0].cells == ("x",)
