"""Lists of what the client has to do, with letters derived."""

import pytest

from matrix.readers import Choice, MatrixRefused, ReadCell, ReadMatrix, read_matrix
from tests.matrix.readers.pages import findings


def read_list(text: str, name: str = "", party: str | None = None) -> ReadMatrix:
    """Read a pasted list."""
    return read_matrix(text.encode(), Choice(name=name, party=party))


@pytest.mark.parametrize(
    ("text", "duties"),
    [
        pytest.param(
            "- Keep the keys\n\n- Review the access\n  each month\nof the year\n• Back up data.\n",
            [
                (1, "Keep the keys"),
                (3, "Review the access each month of the year"),
                (6, "Back up data."),
            ],
            id="bullets and wrapped lines",
        ),
        pytest.param(
            "Duties of the client\n1. Keep the keys\n2) Review the access\n",
            [(2, "Keep the keys"), (3, "Review the access")],
            id="numbers",
        ),
        pytest.param(
            "CUEC-1 Keep the keys\nCUEC-2 Review the access\n",
            [(1, "CUEC-1 Keep the keys"), (2, "CUEC-2 Review the access")],
            id="named controls",
        ),
        pytest.param(
            "Keep the keys safe\nReview the access lists",
            [(1, "Keep the keys safe"), (2, "Review the access lists")],
            id="lines",
        ),
        pytest.param(
            "- Keep snake_case *here*\n- Review <b>the</b> access\n",
            [(1, "Keep snake_case *here*"), (2, "Review <b>the</b> access")],
            id="no markup",
        ),
    ],
)
def test_each_line_is_one_duty_of_the_client(text: str, duties: list[tuple[int, str]]) -> None:
    matrix = read_list(text)

    assert [(row.line, row.text) for row in matrix.activities] == duties
    assert {row.cells for row in matrix.activities} == {
        (ReadCell("Customer", "RA", "", derived=True),)
    }
    assert (matrix.layout.format, matrix.layout.family) == ("text", "list")
    (found,) = findings(matrix, "letters-derived")
    assert found.line == duties[0][0]


def test_lines_above_duties_are_their_titles() -> None:
    text = (
        "Complementary controls\n\nThe customer shall:\nKeep the keys safe\n\n"
        "2. Backups\nBack up data every day\n"
    )

    matrix = read_list(text)

    assert [(part.number, part.title) for part in matrix.sections] == [
        ("", "The customer shall"),
        ("2", "Backups"),
    ]
    assert [row.section for row in matrix.activities] == [0, 1]
    assert matrix.note == "Complementary controls"


def test_a_long_line_above_duties_is_text() -> None:
    introduction = "The customer " * 20

    matrix = read_list(f"{introduction}:\n- Keep the keys\n- Review the access\n- Back up data\n")

    assert [part.title for part in matrix.sections] == [""]
    assert matrix.note == f"{introduction.strip()} :"


@pytest.mark.parametrize(
    ("text", "party", "expected"),
    [
        pytest.param("- Gérer les clés\n- Sauver les données\n", None, "Client", id="French"),
        pytest.param("- Keep the keys\n- Save the data\n", "Tenant", "Tenant", id="as chosen"),
    ],
)
def test_the_client_is_named_in_the_language_or_by_choice(
    text: str, party: str | None, expected: str
) -> None:
    matrix = read_list(text, party=party)

    assert (matrix.parties, matrix.client_party) == ((expected,), expected)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Keep the keys safe\n", "", id="one line"),
        pytest.param("- Keep\n- Review\n", "", id="words alone"),
        pytest.param("# Page\n- Keep the keys\n- Review the access\n", "", id="Markdown"),
        pytest.param("- Keep the keys\n- Review the access\n", "page.md", id="Markdown by name"),
        pytest.param("One line\nof a text\nand more\n- a list\n- of two\n", "", id="prose"),
        pytest.param("- " + "Keep it " * 300 + "\n- Review it\n", "", id="endless line"),
    ],
)
def test_a_text_that_is_no_list_is_refused(text: str, name: str) -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_list(text, name)

    assert caught.value.code == "no-table"


def test_no_line_of_a_list_names_columns() -> None:
    with pytest.raises(MatrixRefused) as caught:
        read_matrix(b"- Keep the keys\n- Review the access\n", Choice(header_row=1))

    assert caught.value.code == "no-table"
