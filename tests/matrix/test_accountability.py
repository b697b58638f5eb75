"""What the letters of a row say about who answers for it."""

import pytest

from matrix.accountability import RowLetters, accountability_findings, rows_of
from matrix.readers import SEVERITIES
from tests.matrix.readers.pages import make_page, read

CLIENT = "Customer"


def make_row(
    client: str, *others: str, is_short: bool = False, is_derived: bool = False
) -> RowLetters:
    """Return a row of these letters; the other parties are P1, P2 and so on."""
    parties = [(f"P{number}", letters) for number, letters in enumerate(others, start=1)]
    return RowLetters(7, ((CLIENT, client), *parties), is_short=is_short, is_derived=is_derived)


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        pytest.param(make_row("RA", "I"), [], id="client does"),
        pytest.param(make_row("RA", ""), [], id="client alone"),
        pytest.param(make_row("", "RA"), [], id="provider alone"),
        pytest.param(make_row("CI", "RA"), [], id="client hears"),
        pytest.param(make_row("R", "A"), [], id="client does, provider answers"),
        pytest.param(make_row("RA", "S"), [], id="provider supports"),
        pytest.param(make_row("A", "R"), ["accountable-only"], id="client verifies"),
        pytest.param(make_row("AI", "R"), ["accountable-only"], id="client verifies and hears"),
        pytest.param(make_row("RA", "RI"), ["several-responsible"], id="both do"),
        pytest.param(
            make_row("AI", "RA"), ["several-accountable", "accountable-only"], id="both answer"
        ),
        pytest.param(
            make_row("RA", "RA"), ["several-responsible", "several-accountable"], id="both all"
        ),
        pytest.param(make_row("", "RA", "A"), ["several-accountable"], id="two of three"),
        pytest.param(make_row("A", "I"), ["no-responsible", "accountable-only"], id="no R"),
        pytest.param(make_row("R", "I"), ["no-accountable"], id="no A"),
        pytest.param(make_row("I", "C"), ["no-responsible", "no-accountable"], id="talk only"),
        pytest.param(make_row("", ""), ["nobody"], id="nothing"),
        pytest.param(make_row("RA", "", is_short=True), ["shifted-suspect"], id="short"),
        pytest.param(make_row("I", "RA", is_short=True), [], id="short with both"),
        pytest.param(
            make_row("I", "", is_short=True),
            ["no-responsible", "no-accountable"],
            id="short without duty",
        ),
        pytest.param(make_row("A", "", is_derived=True), [], id="derived"),
    ],
)
def test_each_rule_speaks_of_its_rows_only(row: RowLetters, codes: list[str]) -> None:
    found = accountability_findings([row], CLIENT)

    assert [one.code for one in found] == codes
    assert all(one.line == 7 and one.severity == SEVERITIES[one.code] for one in found)


def test_a_finding_names_the_parties_it_is_about() -> None:
    rows = [make_row("A", "R"), make_row("RA", "I", "RC")]

    alone, several = accountability_findings(rows, CLIENT)

    assert (alone.cell, alone.values) == (CLIENT, ("A",))
    assert (several.cell, several.values) == ("", (CLIENT, "P2"))


def test_the_rows_of_a_page_know_which_of_them_are_short() -> None:
    matrix = read(make_page("| Size | RA | I |", "| Run | RA |"))

    rows = list(rows_of(matrix))

    assert rows == [
        RowLetters(5, (("Customer", "RA"), ("Provider", "I"))),
        RowLetters(6, (("Customer", "RA"), ("Provider", "")), is_short=True),
    ]
