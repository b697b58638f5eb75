"""What a cell holds, how it is hashed, and how high its row is."""

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import load_workbook

from assessments.readers.cells import CellHash, Value
from assessments.reports.heights import HIGHEST, LINE, PADDING, row_height
from assessments.reports.sheets import Book, Column, Sheet, Table
from assessments.reports.texts import LIMIT, shortened, single_line, stored_text
from assessments.reports.writer import written
from tests.assessments.workbooks import foot

WARNING = "… [cut]"


def book_of(*texts: str, heading: str = "Text", about: tuple[str, str] = ("", "")) -> bytes:
    """Write a file with one column of texts, and a second one under the same heading."""
    columns: list[Column[str]] = [Column(heading, 20, str), Column(heading, 20, str)]
    sheet = Sheet("Texts", [Table("Texts", columns, texts)])
    at = datetime(2026, 11, 22, 10, 0)
    return written(Book("Title", "en", "Us", at, about, [sheet], WARNING)).content


def test_text_stays_as_it_is() -> None:
    text = "deux lignes\nÉté  « 3 » 🦊 +1 =2"

    assert stored_text(text, warning=WARNING) == text


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        pytest.param("a\x00b\x0bc\x1f", "abc", id="control"),
        pytest.param("a\ud800b\udfffc", "abc", id="surrogates"),
        pytest.param("a\ufffeb\uffff", "ab", id="not-characters"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line-ends"),
        pytest.param("_x0041_ _x41_", "_x005F_x0041_ _x41_", id="looks-encoded"),
    ],
)
def test_only_what_a_file_cannot_hold_is_changed(text: str, stored: str) -> None:
    assert stored_text(text, warning=WARNING) == stored


@pytest.mark.parametrize("letter", ["a", "🦊"])
def test_a_text_that_is_too_long_ends_with_a_warning(letter: str) -> None:
    units = len(letter.encode("utf-16-le")) // 2
    fits = letter * (LIMIT // units)

    cut = stored_text(fits + letter, warning=WARNING)

    assert stored_text(fits, warning=WARNING) == fits
    assert cut.endswith(f"{letter}{WARNING}")
    assert LIMIT - 2 < len(cut.encode("utf-16-le")) // 2 <= LIMIT


def test_a_line_is_shortened_with_an_ellipsis() -> None:
    assert single_line(" two\n\tlines \x07") == "two lines"
    assert shortened("exactly", 7) == "exactly"
    assert shortened("one more", 5) == "one…"


def test_the_hash_knows_sheet_address_and_kind_and_passes_over_what_is_empty() -> None:
    cells: list[tuple[str, str, Value]] = [
        ("A", "A1", "36"),
        ("A", "A1", 36),
        ("A", "A2", "36"),
        ("B", "A1", "36"),
        ("A", "A1", ""),
        ("A", "A1", None),
    ]
    hashes = []
    for cell in cells:
        taken = CellHash()
        taken.add(*cell)
        hashes.append(taken.hexdigest())

    assert len(set(hashes)) == 5
    assert hashes[4] == hashes[5] == CellHash().hexdigest()


def test_a_day_and_its_midnight_are_hashed_alike() -> None:
    day, midnight = CellHash(), CellHash()

    day.add("A", "A1", date(2026, 11, 22))
    midnight.add("A", "A1", datetime(2026, 11, 22))

    assert day.hexdigest() == midnight.hexdigest()


def test_a_row_is_as_high_as_its_highest_text() -> None:
    one = row_height([("short", 20), (3, 5), (None, 5)])
    words = row_height([("short", 20), ("five words on three lines", 10.4)])
    paragraphs = row_height([("a\nb\nc", 20)])
    unbroken = row_height([("x" * 50, 20)])

    assert one == round(LINE + PADDING, 1)
    assert words == paragraphs == unbroken == round(3 * LINE + PADDING, 1)
    assert row_height([]) == one
    assert row_height([("word " * 9000, 10)]) == HIGHEST


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "#N/A", '=HYPERLINK("x","y")'])
def test_whatever_a_text_begins_with_it_is_text(text: str) -> None:
    sheet = load_workbook(BytesIO(book_of(text))).worksheets[0]

    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")
    assert sheet["A2"].quotePrefix == (text[0] != "#")


def test_headings_that_are_the_same_are_told_apart() -> None:
    sheet = load_workbook(BytesIO(book_of("x", heading="=A\nb"))).worksheets[0]

    assert [sheet["A1"].value, sheet["B1"].value] == ["=A b", "=A b (2)"]
    assert sheet.tables["Texts"].column_names == ["=A b", "=A b (2)"]


def test_a_heading_without_a_name_has_one() -> None:
    sheet = load_workbook(BytesIO(book_of("x", heading=" "))).worksheets[0]

    assert [sheet["A1"].value, sheet["B1"].value] == ["?", "? (2)"]


def test_the_foot_holds_255_characters_whatever_the_names() -> None:
    content = book_of("x", about=("R&D & Co " * 40, "édition " * 40))

    left, middle, right = foot(load_workbook(BytesIO(content)).worksheets[0])

    assert len(f"&L{left}&C{middle}&R{right}") <= 255
    assert left.startswith("R&&D && Co R&&D")
