"""What cells say, however a program or a person wrote them."""

import pytest

from assessments.readers.cells import CellKind, StoredCell
from assessments.readers.returning import Vocabulary
from assessments.readers.returning.values import canonical, cleared, text_of, trouble_of
from assessments.readers.said import (
    Field,
    Notice,
    NoticeCode,
    Said,
    SaidRow,
    SaidValue,
    Trouble,
    said_from_json,
)

WORDS = Vocabulary(
    headings={"note": Field.NOTE},
    coverages={"covered": "covered", "sans objet": "not_applicable"},
    results={"conforme": "conforming"},
)


def cell(value: str | float | bool, kind: CellKind) -> StoredCell:
    """Make a cell."""
    return StoredCell(1, 1, kind, value)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        pytest.param(46_387, CellKind.MOMENT, "2026-12-31", id="date"),
        pytest.param(46_387.75, CellKind.MOMENT, "2026-12-31", id="moment"),
        pytest.param(46_387, CellKind.NUMBER, "2026-12-31", id="serial"),
        pytest.param(12, CellKind.NUMBER, "12", id="number-that-is-no-date"),
        pytest.param("2026-12-31", CellKind.TEXT, "2026-12-31", id="iso"),
        pytest.param("2026-12-31 00:00:00", CellKind.TEXT, "2026-12-31", id="iso-moment"),
        pytest.param("2026-1-2", CellKind.TEXT, "2026-01-02", id="short"),
        pytest.param("31/12/2026", CellKind.TEXT, "2026-12-31", id="day-first"),
        pytest.param("1.2.2027", CellKind.TEXT, "2027-02-01", id="with-points"),
        pytest.param("46387", CellKind.TEXT, "2026-12-31", id="serial-as-text"),
        pytest.param("00012", CellKind.TEXT, "00012", id="no-serial"),
        pytest.param("12/31/2026", CellKind.TEXT, "12/31/2026", id="month-first"),
        pytest.param("2026-02-30", CellKind.TEXT, "2026-02-30", id="no-such-day"),
        pytest.param("soon", CellKind.TEXT, "soon", id="word"),
        pytest.param(True, CellKind.TRUTH, "TRUE", id="truth"),
    ],
)
def test_a_date_is_read_in_every_form_it_is_written_in(
    value: str | float | bool, kind: CellKind, expected: str
) -> None:
    assert canonical(Field.DUE, cell(value, kind), WORDS) == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        pytest.param(Field.COVERAGE, " COVERED ", "covered", id="case-and-blanks"),
        pytest.param(Field.COVERAGE, "Sans  objet", "not_applicable", id="another-language"),
        pytest.param(Field.COVERAGE, "nearly", "nearly", id="not-understood"),
        pytest.param(Field.RESULT, "Conforme", "conforming", id="result"),
        pytest.param(Field.NOTE, " a_x000D_\r\nb \x1f", "a\n\nb", id="text"),
    ],
)
def test_words_become_codes_and_texts_one_form(name: Field, text: str, expected: str) -> None:
    assert canonical(name, cell(text, CellKind.TEXT), WORDS) == expected


def test_numbers_are_written_plainly_and_nothing_is_nothing() -> None:
    assert text_of(cell(12.0, CellKind.NUMBER)) == "12"
    assert text_of(cell(0.1 + 0.2, CellKind.NUMBER)) == "0.3"
    assert text_of(None) == ""
    assert canonical(Field.DUE, None, WORDS) == ""


def test_formulas_and_errors_say_nothing_that_could_be_taken() -> None:
    assert trouble_of(cell("=A1", CellKind.FORMULA)) == Trouble.FORMULA
    assert trouble_of(cell("#REF!", CellKind.ERROR)) == Trouble.ERROR
    assert trouble_of(cell("=A1", CellKind.TEXT)) is None
    assert trouble_of(None) is None


def test_a_cleared_coverage_is_unanswered() -> None:
    assert cleared(Field.COVERAGE) == "unanswered"
    assert cleared(Field.OWNER) == ""


def test_headings_are_known_with_the_number_of_a_second_one() -> None:
    assert WORDS.field_of("NOTE (2)") == Field.NOTE
    assert WORDS.field_of("Notes") is None


def test_what_a_file_says_survives_being_kept() -> None:
    said = Said(
        rows=(
            SaidRow(
                "Duties!O2",
                "5f1d7f3a-6f0b-4c7e-9b3a-2f6c1d0e8a11",
                "",
                {
                    Field.NOTE: SaidValue("Duties!K2", "same", "same"),
                    Field.DUE: SaidValue("Duties!N2", "", None),
                    Field.OWNER: SaidValue("Duties!M2", "=A1", "=A1", Trouble.FORMULA),
                },
                revision=4,
            ),
            SaidRow("line 3", None, "An activity", {}),
        ),
        notices=(Notice(NoticeCode.READ_ONLY, "Duties!A2", "No."),),
    )

    assert said_from_json(said.as_json()) == said
    assert said_from_json({}) == Said()
