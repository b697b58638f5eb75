"""Sheets with RACI letters: headers, parties, notes, products, and what is odd."""

import pytest

from tests.matrix.readers.grids.sheets import (
    HEADER,
    ROWS,
    cells,
    found,
    letters,
    make_grid,
    read_rows,
    refused,
    sections,
    told,
)


def test_a_plain_sheet_is_read_with_its_rows_and_letters() -> None:
    matrix = read_rows([HEADER, *ROWS])

    assert cells(matrix) == [(2, "Do it", ("RA", "I")), (3, "Run it", ("", "RA"))]
    assert (matrix.parties, matrix.client_party) == (("Customer", "Provider"), "Customer")
    assert sections(matrix) == [("", "", [2, 3])]
    assert (matrix.layout.format, matrix.layout.family) == ("xlsx", "raci")
    assert (matrix.layout.sheet, matrix.layout.header_row) == ("Sheet", 1)
    assert [column.kind for column in matrix.layout.columns] == ["activity", "party", "party"]
    assert found(matrix) == []
    assert {finding.sheet for finding in matrix.findings} == {"Sheet"}


@pytest.mark.parametrize(
    ("header", "client"),
    [
        (("Activité", "Client", "Hébergeur"), "Client"),
        (("Tâche", "Rôle Client", "Rôle OVH"), "Client"),
        (("Aufgabe", "Kunde", "Anbieter"), "Kunde"),
        (("Actividad", "Proveedor", "Cliente"), "Cliente"),
        (("Attività", "Cliente", "Fornitore"), "Cliente"),
        (("Description", "Us", "You"), "You"),
        (("Domain", "Customer", "Provider"), "Customer"),
    ],
)
def test_names_of_columns_are_known_in_five_languages(
    header: tuple[str, ...], client: str
) -> None:
    matrix = read_rows([header, ("Do it", "RA", "I")])

    assert matrix.client_party == client
    assert letters(matrix.activities[0]) == ("RA", "I")


def test_the_header_is_found_below_a_title_and_a_legend() -> None:
    matrix = read_rows(
        [
            ("Our matrix",),
            ("Last updated", "2024-05-01"),
            ("R", "Responsible: does it"),
            ("A : Accountable",),
            (),
            HEADER,
            *ROWS,
        ]
    )

    assert [row.line for row in matrix.activities] == [7, 8]
    assert matrix.title == "Our matrix"
    assert str(matrix.published_on) == "2024-05-01"
    assert [(entry.letter, entry.meaning) for entry in matrix.legend] == [
        ("R", "Responsible: does it"),
        ("A", "Accountable"),
    ]


def test_a_title_too_long_to_be_one_is_a_remark() -> None:
    matrix = read_rows([("How to read this: " + "word " * 60,), HEADER, *ROWS])

    assert matrix.title == "Sheet"
    assert matrix.note.startswith("How to read this")


def test_two_rows_of_names_are_joined() -> None:
    matrix = read_rows(
        [
            ("N°", "Activity", "Roles", "", "Comment"),
            ("", "", "Customer", "Provider", ""),
            ("1.1", "Do it", "RA", "I", "often"),
        ]
    )

    assert matrix.parties == ("Customer", "Provider")
    assert matrix.layout.header_row == 2
    assert matrix.activities[0].note == "N°: 1.1\nComment: often"


def test_names_that_repeat_below_groups_are_told_apart() -> None:
    matrix = read_rows(
        [
            ("", "Managed", "", "Unmanaged", ""),
            ("Activity", "Customer", "Provider", "Customer", "Provider"),
            ("Do it", "RA", "I", "I", "RA"),
        ]
    )

    assert matrix.parties == (
        "Managed Customer",
        "Managed Provider",
        "Unmanaged Customer",
        "Unmanaged Provider",
    )


def test_three_parties_have_three_columns() -> None:
    matrix = read_rows([(*HEADER, "Partner"), ("Do it", "RA", "I", "C")], party="partner")

    assert matrix.client_party == "Partner"
    assert letters(matrix.activities[0]) == ("RA", "I", "C")


def test_only_the_rows_of_a_product_are_read() -> None:
    rows = [(*HEADER, "Gold", "Silver"), ("a", "RA", "I", "X", ""), ("b", "RA", "I", "", "X")]

    matrix = read_rows(rows, product="Gold")

    assert [row.text for row in matrix.activities] == ["a"]
    assert (matrix.layout.product, matrix.layout.products) == ("Gold", ("Gold", "Silver"))
    assert refused(make_grid(rows), product="Tin").code == "no-matrix"


@pytest.mark.parametrize(
    "text", ["*starred*", "<CSP> does it", "a_b_c", "[x](y)", "T\\&C", "`code`", "R&amp;D"]
)
def test_cells_are_not_markdown(text: str) -> None:
    matrix = read_rows([(*HEADER, "Note"), (text, "RA", text, text), *ROWS])

    row = matrix.activities[0]
    assert (row.text, row.verbatim, row.cells[1].verbatim) == (text, text, text)
    assert row.note == f"Note: {text}"
    assert told(matrix, "cell-unknown").values == (text,)


def test_line_feeds_are_kept_as_printed_and_folded_in_the_text() -> None:
    matrix = read_rows([HEADER, ("Do\nit", "R\nA", "I")])

    assert matrix.activities[0].verbatim == "Do\nit"
    assert matrix.activities[0].text == "Do it"
    assert letters(matrix.activities[0]) == ("RA", "I")


def test_a_row_longer_or_shorter_than_the_names_is_told() -> None:
    matrix = read_rows(
        [HEADER, ("a", "RA", "I", "more", ""), ("b", "RA"), ("c",), ("d", "R", "A")]
    )

    assert found(matrix) == [("row-long", 2), ("row-short", 3), ("roles-missing", 4)]


def test_the_header_printed_again_is_no_row() -> None:
    matrix = read_rows([HEADER, ROWS[0], HEADER, ROWS[1], ("Activity", "is", "no header")])

    assert [row.line for row in matrix.activities] == [2, 4, 5]


def test_a_second_table_with_other_parties_is_read_below_its_own_names() -> None:
    matrix = read_rows([HEADER, ROWS[0], ("Task", "Customer", "Partner"), ("x", "A", "R")])

    assert matrix.parties == ("Customer", "Provider", "Partner")
    assert cells(matrix)[1] == (4, "x", ("A", "", "R"))
    assert [(finding.line, finding.cell) for finding in matrix.findings if finding.line] == [
        (1, "Partner"),
        (3, "Provider"),
    ]


def test_the_chosen_row_names_the_columns() -> None:
    rows = [HEADER, ("Things", "A", "B"), ("Do it", "RA", "I")]

    matrix = read_rows(rows, header_row=2, party="A")

    assert matrix.parties == ("A", "B")
    assert cells(matrix) == [(3, "Do it", ("RA", "I"))]


def test_letters_far_down_a_long_sheet_are_found() -> None:
    matrix = read_rows([HEADER, *[("Think", "", "")] * 400, *[("Do it", "RA", "I")] * 400])

    assert len(matrix.duties) == 400
