"""Which sheet of a workbook is read, and what it says of its date."""

from dataclasses import replace

import pytest

from tests.matrix.readers.grids.sheets import CIS, CRM, make_grid, read, read_rows, refused

PLAIN = [("Activity", "Customer", "Provider"), ("Do it", "RA", "I")]
OTHER = [("Activity", "Customer", "Provider"), ("Run it", "RA", "I"), ("Stop it", "RA", "I")]


def test_the_sheet_with_the_most_answers_is_read() -> None:
    grids = [
        make_grid([("Read me",)], "Notes"),
        make_grid([], "Empty"),
        make_grid(PLAIN, "A"),
        make_grid(OTHER, "B"),
    ]

    matrix = read(*grids)

    assert matrix.layout.sheet == "B"
    assert matrix.layout.sheets == ("Notes", "Empty", "A", "B")


def test_an_example_or_a_hidden_sheet_is_read_when_no_other_is_a_matrix() -> None:
    example, hidden = make_grid(OTHER, "Example"), replace(make_grid(OTHER, "H"), is_hidden=True)
    template = make_grid([CRM, ("AC-1", "", "")], "CRM")

    assert read(example, hidden, make_grid(PLAIN, "A")).layout.sheet == "A"
    assert read(template, example).layout.sheet == "Example"
    assert read(template, hidden).layout.sheet == "H"


def test_words_are_read_before_the_marks_of_another_sheet() -> None:
    marks = make_grid([*CIS, ("AC-1", "", "", "X"), ("AC-2", "", "", "X")], "CIS")

    matrix = read(marks, make_grid([CRM, ("AC-1", "No", "x")], "CRM"))

    assert matrix.layout.sheet == "CRM"


def test_the_user_names_the_sheet() -> None:
    grids = [make_grid(PLAIN, "A"), make_grid(OTHER, "B")]

    assert read(*grids, sheet=" a").layout.sheet == "A"
    assert "A, B" in refused(*grids, sheet="C").message
    assert refused(*grids, sheet="C").code == "no-matrix"


def test_an_empty_sheet_that_was_named_is_refused() -> None:
    assert refused(make_grid(PLAIN, "A"), make_grid([], "B"), sheet="B").code == "empty"


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("baseline-2024-05-01.xlsx", "2024-05-01"),
        ("v1.2024-13-45.xlsx", "None"),
        ("x.xlsx", "None"),
    ],
)
def test_the_date_in_the_name_of_the_file_counts_when_none_is_printed(name: str, day: str) -> None:
    matrix = read_rows(PLAIN, name=name)

    assert str(matrix.published_on) == day
    assert any(told.code == "date-missing" for told in matrix.findings) == (day == "None")


def test_a_printed_date_counts_before_the_name_of_the_file() -> None:
    matrix = read_rows([("Updated 2023-01-02",), *PLAIN], name="x-2024-05-01.xlsx")

    assert str(matrix.published_on) == "2023-01-02"
