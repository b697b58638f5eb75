"""Plain workbooks."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.utils.translation import gettext_lazy

from accounts.reports.cells import page_text
from matrix.reports import MAX_TEXT, Column, Value, clean_text, plain_workbook, sheet_title


def _opened(content: bytes) -> Any:
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.asvs("1.2.10")
@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x","y")', "+1", "-2", "@SUM(A1)", "plain", "a & b"]
)
def test_a_text_stays_the_text_it_is(text: str) -> None:
    content = plain_workbook(title="List", columns=[Column("Text")], rows=[[text]])

    cell = _opened(content)["List"]["A2"]
    assert cell.value == text
    assert cell.data_type == "s"
    assert cell.quotePrefix == text.startswith(("=", "+", "-", "@"))


def test_numbers_days_moments_and_nothing_keep_their_kind() -> None:
    moment = datetime(2026, 11, 22, 9, 30, 15, 123, tzinfo=UTC)
    values: list[Value] = [7, date(2026, 3, 2), moment, None, gettext_lazy("All")]

    content = plain_workbook(
        title="List", columns=[Column(name) for name in "abcde"], rows=[values]
    )

    row = _opened(content)["List"][2]
    assert row[0].value == 7
    assert (row[1].value, row[1].number_format) == (datetime(2026, 3, 2), "yyyy-mm-dd")
    assert row[2].value.isoformat(timespec="minutes") == "2026-11-22T10:30"
    assert row[3].value is None
    assert isinstance(row[4].value, str)


def test_headings_are_frozen_filtered_and_repeated_in_print() -> None:
    content = plain_workbook(
        title="List", columns=[Column("One", 20), Column("Two")], rows=[["a", "b"]]
    )

    sheet = _opened(content)["List"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["A"].width == 20


def test_source_and_licence_are_on_a_sheet_and_at_the_foot() -> None:
    content = plain_workbook(
        title="List", columns=[Column("One")], rows=[], about=[("Licence", "CC & co")]
    )

    book = _opened(content)
    assert [cell.value for cell in book.worksheets[1][1]] == ["Licence", "CC & co"]
    assert "CC && co" in str(book["List"].oddFooter.left.text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param("a\x00b\x0bc", "abc", id="control"),
        pytest.param("a\ud800b", "ab", id="surrogate"),
        pytest.param("a" * (MAX_TEXT + 1), "a" * (MAX_TEXT - 1) + "…", id="too-long"),
    ],
)
def test_what_no_workbook_can_hold_is_left_out(text: str, kept: str) -> None:
    assert clean_text(text) == kept


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("a/b:c", "a b c", id="forbidden"),
        pytest.param("t" * 40, "t" * 31, id="long"),
        pytest.param("''", "1", id="nothing-left"),
    ],
)
def test_a_sheet_title_is_made_valid(text: str, title: str) -> None:
    assert sheet_title(text) == title


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("C2 & more", "C2 && more", id="short"),
        pytest.param("a" * 21, "a" * 19 + "…", id="cut"),
        pytest.param("&" * 15, "&" * 18 + "…", id="ampersands"),
        pytest.param("one\n two\ufffe", "one two", id="one line"),
    ],
)
def test_a_foot_holds_whole_signs_and_no_more_than_its_room(text: str, shown: str) -> None:
    assert page_text(text, 20) == shown
