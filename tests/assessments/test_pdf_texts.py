"""What the font of a PDF can show, and where long words are cut."""

import hashlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.reports.pdf.texts import FONTS, fitted, shown, width_of, widths
from tests import needs

BREAK = "\u200b"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Où ? « ici » … 12 €", "Où ? « ici » … 12 €", id="french"),
        pytest.param("Καλή μέρα, добрый день", "Καλή μέρα, добрый день", id="greek-cyrillic"),
        pytest.param("中 notes", "[U+4E2D] notes", id="no-shape"),
        pytest.param("a\u202eb\u0007c", "a[U+202E]b[U+0007]c", id="controls"),
        pytest.param("e\u0301t\u0065\u0301", "été", id="composed"),
        pytest.param("a\r\nb\rc\u2028d\te", "a\nb\nc d e", id="blanks"),
    ],
)
def test_a_character_that_cannot_be_shown_is_named(text: str, expected: str) -> None:
    assert shown(text) == expected


@settings(max_examples=needs.examples(200))
@given(st.text())
def test_whatever_was_written_can_be_set(text: str) -> None:
    known = {chr(point) for point in widths()} | {"\n"}

    assert set(fitted(text, 20)) <= known


def test_a_word_wider_than_its_column_is_cut_into_pieces_that_fit() -> None:
    word = "https://wiki.valmont.example/" + "MW" * 60

    cut = fitted(f"see {word} there", 30)

    assert cut.replace(BREAK, "") == f"see {word} there"
    pieces = re.split(f"[{BREAK} ]", cut)
    assert len(pieces) > 10
    assert all(width_of(piece) <= 30 for piece in pieces)


def test_words_that_fit_are_left_alone_and_no_piece_is_empty() -> None:
    text = "Anticonstitutionnellement, a long word. " * 10

    assert fitted(text, 60) == text
    assert fitted("WW", 0.5) == f"W{BREAK}W"


def test_the_fonts_are_those_that_were_fetched() -> None:
    told = dict(re.findall(r"\| `([^`]+)` \| `(\w{64})` \|", (FONTS / "README.md").read_text()))

    found = {name: hashlib.sha256((FONTS / name).read_bytes()).hexdigest() for name in told}

    assert found == told
    assert {path.name for path in FONTS.iterdir()} == {*told, "README.md", "widths.json"}
