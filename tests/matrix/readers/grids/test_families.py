"""Formats without letters: questionnaires, customer criteria, and what holds for them all."""

import pytest

from matrix.readers import ReadingCancelled
from tests.matrix.readers.grids.sheets import (
    CAIQ,
    CIS,
    CRM,
    Rows,
    cells,
    found,
    letters,
    make_grid,
    read,
    read_rows,
    refused,
    sections,
    told,
)


def question(identifier: str, owner: str, domain: str = "") -> tuple[str, ...]:
    """Return a row of a questionnaire."""
    return (identifier, f"Is {identifier} done?", "Yes", owner, "", "", "", "", "", domain)


def test_a_questionnaire_says_who_owns_each_control() -> None:
    owners = {
        "CSP-owned": ("", "RA", ""),
        "CSC-owned": ("RA", "", ""),
        "Shared CSP and CSC": ("RA", "RA", ""),
        "Shared CSP and 3rd-party": ("", "RA", "R"),
        "3rd-party outsourced": ("", "", "R"),
    }
    rows = [question(f"A&A-01.{n}", owner) for n, owner in enumerate(owners, start=1)]

    matrix = read_rows([("CAIQ v4.0.3",), CAIQ, *rows], name="caiq.xlsx")

    assert (matrix.layout.family, matrix.layout.header_row) == ("caiq", 2)
    assert (matrix.parties, matrix.client_party) == (("CSC", "CSP", "3rd-party"), "CSC")
    assert [letters(row) for row in matrix.activities] == list(owners.values())
    assert [row.cells[0].verbatim for row in matrix.activities] == list(owners)
    assert all(cell.derived for row in matrix.activities for cell in row.cells)
    assert found(matrix) == [("letters-derived", 2)]
    assert matrix.title == "CAIQ v4.0.3"
    assert matrix.activities[0].note == "Question ID: A&A-01.1\nCSP CAIQ Answer: Yes"


def test_a_questionnaire_has_sections_in_merged_cells_and_words_at_its_end() -> None:
    matrix = read_rows(
        [
            CAIQ,
            question("A&A-01.1", "CSP-owned", "Audit & Assurance"),
            question("A&A-01.2", ""),
            question("AIS-01.1", "somebody", "Application Security"),
            ("© The authors",),
        ]
    )

    assert sections(matrix) == [
        ("", "Audit & Assurance", [2, 3]),
        ("", "Application Security", [4]),
    ]
    assert found(matrix) == [("letters-derived", 1), ("roles-missing", 3), ("cell-unknown", 4)]
    assert told(matrix, "cell-unknown").values == ("somebody",)
    assert matrix.note == "© The authors"


@pytest.mark.parametrize(
    "name",
    [
        "Complementary\nCustomer Criteria",
        "Complementary Customer\nCriterion",
        "Korrespondierende Kriterien\nfür Kunden",
    ],
)
def test_each_filled_customer_criterion_is_a_duty(name: str) -> None:
    matrix = read_rows(
        [
            ("Area", "ID", "Title", "Basic\nCriterion", name),
            ("Organisation", "OIS-01", "System", "The provider does.", "-"),
            ("Organisation", "OIS-02", "Policy", "The provider does.", "Customers do x.\nAnd y."),
            ("Staff", "HR-01", "Checks", "The provider does.", ""),
        ]
    )

    assert cells(matrix) == [(3, "Customers do x. And y.", ("RA", ""))]
    assert matrix.activities[0].verbatim == "Customers do x.\nAnd y."
    assert matrix.activities[0].note == (
        "ID: OIS-02\nTitle: Policy\nBasic Criterion: The provider does."
    )
    assert sections(matrix) == [("", "Organisation", [3])]
    assert "2 rows" in told(matrix, "letters-derived").message


def test_criteria_without_numbers_are_one_section() -> None:
    matrix = read_rows([("Title", "Complementary Customer Criteria"), ("a", "Do x."), ("b", "y")])

    assert sections(matrix) == [("", "", [2, 3])]


@pytest.mark.parametrize(
    ("rows", "choice", "code"),
    [
        ([CRM, ("AC-1", "", ""), ("AC-2", "", "")], {}, "no-role-column"),
        ([*CIS, ("AC-1",)], {}, "no-role-column"),
        ([CRM, ("AC-1", "No", "x")], {"party": "Agency"}, "no-role-column"),
        ([CRM, ("AC-1", "No", "x")], {"product": "Gold"}, "no-matrix"),
        ([CRM], {}, "no-matrix"),
    ],
)
def test_a_template_or_a_wrong_choice_is_refused(
    rows: Rows, choice: dict[str, str], code: str
) -> None:
    assert refused(make_grid(rows), **choice).code == code


def test_the_user_can_be_the_provider() -> None:
    matrix = read_rows([CRM, ("AC-1", "No", "x")], party="csp")

    assert matrix.client_party == "CSP"


def test_the_header_printed_again_is_no_row() -> None:
    matrix = read_rows([CRM, ("AC-1", "No", "x"), CRM, ("AC-2", "Yes", ""), ("", "No", "")])

    assert [row.line for row in matrix.activities] == [2, 4, 5]
    assert found(matrix) == [("letters-derived", 1), ("cell-unknown", 5)]


def test_progress_is_told_and_may_cancel() -> None:
    grid = make_grid([CRM, *[("AC-1", "No", "x")] * 600])
    steps: list[tuple[int, int]] = []

    def watch(done: int, total: int) -> None:
        steps.append((done, total))
        if done == 500:
            raise ReadingCancelled

    with pytest.raises(ReadingCancelled):
        read(grid, progress=watch)

    assert steps == [(0, 600), (500, 600)]
