"""Rows that are no activity: titles of sections, remarks, legends."""

import pytest

from tests.matrix.readers.grids.sheets import (
    HEADER,
    Rows,
    found,
    make_grid,
    read,
    read_rows,
    sections,
)


def test_columns_of_sections_make_sections_with_their_merged_cells() -> None:
    matrix = read_rows(
        [
            ("Domain", "Subdomain", *HEADER),
            ("Run", "Start", "a", "RA", "I"),
            ("", "", "b", "RA", "I"),
            ("", "Stop", "c", "RA", "I"),
            ("2. Leave", "Stop", "d", "RA", "I"),
        ]
    )

    assert sections(matrix) == [
        ("", "Run", []),
        ("", "Start", [2, 3]),
        ("", "Stop", [4]),
        ("2", "Leave", []),
        ("", "Stop", [5]),
    ]
    assert [section.depth for section in matrix.sections] == [1, 2, 2, 1, 2]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [("Start",), ("a", "RA", "I"), ("Stop",), ("b", "RA", "I")],
            [("", "Start", [3]), ("", "Stop", [5])],
            id="alone from the first row on",
        ),
        pytest.param(
            [("1. Start",), ("a", "RA", "I"), ("2. Stop",), ("b", "RA", "I"), ("* A note",)],
            [("1", "Start", [3]), ("2", "Stop", [5])],
            id="numbered, with a note at the end",
        ),
        pytest.param(
            [("a", "RA", "I"), ("Rest",), ("b", "RA", "I")],
            [("", "", [2, 3, 4])],
            id="not from the first row on",
        ),
        pytest.param(
            [("Rest",), ("Other",), ("b", "RA", "I")], [("", "", [2, 3, 4])], id="two together"
        ),
        pytest.param([("Rest",)] * 2 + [("b", "RA", "I")] * 2, [("", "", [2, 3, 4, 5])], id="two"),
    ],
)
def test_titles_are_told_from_activities_without_letters(
    rows: Rows, expected: list[tuple[str, str, list[int]]]
) -> None:
    matrix = read_rows([HEADER, *rows])

    assert sections(matrix) == expected
    bare = [row.line for row in matrix.activities if row.text in {"Rest", "Other"}]
    assert found(matrix) == [("roles-missing", line) for line in bare]


def test_a_cell_over_the_table_is_a_title_and_a_remark_at_the_end() -> None:
    rows = [HEADER, ("a", "RA", "I"), ("1.1 Stop",), ("b", "RA", "I"), ("The end",)]

    matrix = read(make_grid(rows, spanning=(3, 5)))

    assert sections(matrix) == [("", "", [2]), ("1.1", "Stop", [4])]
    assert "The end" in matrix.sections[1].note


def test_a_title_beside_the_activities_is_one() -> None:
    matrix = read_rows(
        [("N°", *HEADER), ("1.1", "a", "RA", "I"), ("Stop",), ("2.1", "b", "RA", "I")]
    )

    assert sections(matrix) == [("", "", [2]), ("", "Stop", [4])]


def test_a_number_as_deep_as_the_activities_makes_no_title() -> None:
    matrix = read_rows(
        [
            ("N°", *HEADER),
            ("1", "Start"),
            ("1.1", "a", "RA", "I"),
            ("1.2", "b"),
            ("2", "Stop"),
            ("2.1", "c", "RA", "I"),
            ("3", "Rest"),
            ("(1) as agreed",),
        ]
    )

    assert [row.text for row in matrix.activities] == ["a", "b", "c"]
    assert [section.number for section in matrix.sections] == ["1", "2", "3"]
    assert found(matrix) == [("roles-missing", 4), ("section-empty", 7)]


def test_a_numbered_title_without_a_row_is_told() -> None:
    rows = [HEADER, ("1. Start",), ("2. Stop",), ("b", "RA", "I")]

    matrix = read(make_grid(rows, spanning=(2, 3)))

    assert found(matrix) == [("section-empty", 2)]


def test_marks_point_to_the_notes_below_the_table() -> None:
    matrix = read_rows([HEADER, ("Do it (1)", "RA", "I(1)"), ("(1) if you pay",)])

    assert matrix.activities[0].note == "(1) if you pay"
    assert found(matrix) == [("cell-marked", 2)]
