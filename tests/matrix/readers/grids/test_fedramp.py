"""FedRAMP worksheets: what is inherited, and who implements a control."""

import pytest

from tests.matrix.readers.grids.sheets import (
    CIS,
    CRM,
    cells,
    found,
    read_rows,
    sections,
    told,
)


def test_a_customer_responsibility_matrix_says_what_is_inherited() -> None:
    matrix = read_rows(
        [
            ("CRM worksheet",),
            ("GUIDANCE: fill in",),
            (),
            CRM,
            ("AC-1", "No", "Do it."),
            ("AC-2(a)", "Partial", "Do half."),
            ("IA-05 (07)", "Yes", ""),
            ("IA-6", "N/A", ""),
            ("IA-7", "", ""),
            ("IA-8", "Perhaps", ""),
        ]
    )

    assert (matrix.layout.family, matrix.layout.header_row) == ("fedramp-crm", 4)
    assert cells(matrix) == [
        (5, "AC-1: Do it.", ("RA", "")),
        (6, "AC-2(a): Do half.", ("RA", "RA")),
        (7, "IA-05 (07)", ("", "RA")),
        (8, "IA-6", ("", "")),
        (9, "IA-7", ("", "")),
        (10, "IA-8", ("", "")),
    ]
    assert sections(matrix) == [("", "AC", [5, 6]), ("", "IA", [7, 8, 9, 10])]
    assert found(matrix) == [("letters-derived", 4), ("roles-missing", 9), ("cell-unknown", 10)]
    assert matrix.note == "CRM worksheet\nGUIDANCE: fill in"


def test_a_sheet_of_controls_may_name_them_and_have_titles() -> None:
    matrix = read_rows(
        [
            ("Control ID", "Control Name", *CRM[1:]),
            ("ACCESS CONTROL",),
            ("AC-1", "Policy", "No", "Do it."),
            ("ACCESS CONTROL",),
            ("AC-2", "Accounts", "Yes", ""),
            ("CONTINGENCY",),
        ]
    )

    assert cells(matrix)[0] == (3, "AC-1: Policy: Do it.", ("RA", ""))
    assert sections(matrix) == [("", "ACCESS CONTROL", [3]), ("", "ACCESS CONTROL", [5])]
    assert matrix.note == "CONTINGENCY"


def test_a_title_above_another_title_is_a_remark() -> None:
    matrix = read_rows(
        [
            CRM,
            ("Controls",),
            ("ACCESS",),
            ("AC-1", "No", "x"),
            ("word " * 80,),
            ("AC-2", "No", "y"),
        ]
    )

    assert sections(matrix) == [("", "ACCESS", [4, 6])]
    assert matrix.note.startswith("Controls\nword")


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({3: "X"}, ("", "RA")),
        ({4: "x"}, ("", "RA")),
        ({5: "✓"}, ("", "RA")),
        ({6: "X"}, ("RA", "")),
        ({7: "X"}, ("RA", "")),
        ({8: "X"}, ("RA", "RA")),
        ({9: "X"}, ("", "RA")),
        ({3: "X", 7: "X"}, ("RA", "RA")),
        ({3: "-", 6: "X"}, ("RA", "")),
    ],
)
def test_an_implementation_summary_has_marks_below_two_rows_of_names(
    marks: dict[int, str], expected: tuple[str, ...]
) -> None:
    row = ["AC-1", "X", *[marks.get(place, "") for place in range(2, 10)]]

    matrix = read_rows([*CIS, row])

    assert (matrix.layout.family, matrix.layout.header_row) == ("fedramp-cis", 3)
    assert cells(matrix) == [(4, "AC-1", expected)]
    assert matrix.activities[0].note == "Implemented: X"


def test_what_is_no_mark_is_told() -> None:
    matrix = read_rows(
        [
            *CIS,
            ("AC-1", "", "", "X"),
            ("AC-2", "", "", "", "", "", "maybe", "X"),
            ("AC-3", "X", "", "", "", "", "", "", "", ""),
        ]
    )

    assert found(matrix) == [("letters-derived", 3), ("cell-unknown", 5), ("roles-missing", 6)]
    assert "maybe" in told(matrix, "cell-unknown").message


def test_an_implementation_summary_may_name_its_controls() -> None:
    names = list(CIS[2])
    names[0:2] = ["Control ID", "Control Name"]

    matrix = read_rows([names, ("AC-1", "Policy", "", "X")])

    assert matrix.activities[0].text == "AC-1: Policy"
