"""Responsibility matrices of numbered requirements."""

import pytest

from tests.matrix.readers.grids.sheets import (
    Rows,
    found,
    letters,
    make_grid,
    read_rows,
    refused,
    sections,
)


@pytest.mark.parametrize(
    ("rows", "parties", "expected"),
    [
        pytest.param(
            [
                ("Requirement", "Text", "Responsible party", "Notes"),
                ("1.1.1", "a", "Customer", "n"),
                ("1.1.2", "b", "Acme Cloud", ""),
                ("1.2.1", "c", "Acme Cloud", ""),
                ("12.8.5", "d", "Customer and Acme Cloud", ""),
                ("12.8.6", "e", "N/A", ""),
            ],
            ("Customer", "Acme Cloud"),
            [("RA", ""), ("", "RA"), ("", "RA"), ("RA", "RA"), ("", "")],
            id="a column of names",
        ),
        pytest.param(
            [
                ("PCI DSS Requirement", "Responsibility", "", "", ""),
                ("", "N/A", "Acme", "Customer", "Joint"),
                ("1.1.1 Do a", "", "X", "", ""),
                ("1.1.2 Do b", "", "", "X", ""),
                ("1.2.1 Do c and d", "", "", "", "X"),
                ("12.8.5 Do more", "", "X", "X", ""),
                ("12.8.6 Do nothing but this one thing", "X", "", "", ""),
            ],
            ("Customer", "Acme"),
            [("", "RA"), ("RA", ""), ("RA", "RA"), ("RA", "RA"), ("", "")],
            id="columns of marks below two rows",
        ),
        pytest.param(
            [
                ("No", "Service provider responsibility", "Customer responsibility", "Remarks"),
                ("A1.1.1", "X", "", "x"),
                ("1.1.2", "", "X", ""),
                ("1.1.3", "X", "X", "text"),
            ],
            ("Customer", "Service provider"),
            [("", "RA"), ("RA", ""), ("RA", "RA")],
            id="numbers alone",
        ),
        pytest.param(
            [
                ("Id", "Owner"),
                ("1.1", "Service provider responsibility"),
                ("1.2", "Shared"),
                ("1.3", "Provider, AWS"),
            ],
            ("Customer", "Service provider"),
            [("", "RA"), ("RA", "RA"), ("", "RA")],
            id="a known provider",
        ),
    ],
)
def test_a_matrix_of_numbered_requirements_says_whose_they_are(
    rows: Rows, parties: tuple[str, ...], expected: list[tuple[str, ...]]
) -> None:
    matrix = read_rows(rows)

    assert (matrix.layout.family, matrix.parties) == ("pci", parties)
    assert [letters(row) for row in matrix.activities] == expected


def test_requirements_stand_below_their_titles() -> None:
    matrix = read_rows(
        [
            ("Requirement", "Description", "Responsibility"),
            ("Requirement 1: Networks",),
            ("1.1", "a", "Customer"),
            ("Requirement 2: Systems",),
            ("2.1", "b", "Shared"),
            ("", "", "", "left over", "twice"),
        ]
    )

    assert sections(matrix) == [
        ("", "Requirement 1: Networks", [3]),
        ("", "Requirement 2: Systems", [5]),
    ]
    assert matrix.activities[0].note == "Requirement: 1.1"
    assert found(matrix) == [("letters-derived", 1), ("cell-unknown", 6)]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([("Id", "Owner"), ("1.1", "Ann"), ("1.2", "Bob")], id="nobody known"),
        pytest.param([("Id", "Text"), ("1.1", "x" * 80), ("1.2", "Customer")], id="sentences"),
        pytest.param([("Id", "Price"), ("a", "1"), ("b", "2")], id="no numbers"),
        pytest.param(
            [("Id", "Owner"), ("1.1", "Customer"), ("1.2", "a"), ("1.3", "b"), ("1.4", "c")],
            id="mostly others",
        ),
    ],
)
def test_other_numbered_lists_are_no_matrix(rows: Rows) -> None:
    assert refused(make_grid(rows)).code in {"no-table", "no-matrix", "no-role-column"}
