"""Pages copied as plain text: titles without marks, tabs, lost cells, glued columns."""

import pytest

from matrix.accountability import accountability_findings, rows_of
from matrix.readers import Choice, MatrixRefused, read_matrix
from tests.matrix.readers.pages import HEADER, findings, read, refusal

ROWS = "| Choose the size | RA | I |\n"


def refusal_of(page: str, choice: Choice) -> tuple[str, str]:
    """Return code and place of the refusal."""
    with pytest.raises(MatrixRefused) as caught:
        read_matrix(page.encode(), choice)
    return caught.value.code, caught.value.where


def test_numbered_lines_above_tables_and_deeper_numbers_are_titles() -> None:
    page = (
        f"KB1\n1. Before\n1.1. Needs\n{HEADER}{ROWS}\n3. Use\n3.1. Operations\n\n"
        f"**3.1.1. Daily**\n{HEADER}{ROWS}"
    )

    matrix = read(page)

    assert [(part.number, part.title, part.depth) for part in matrix.sections] == [
        ("1", "Before", 1),
        ("1.1", "Needs", 2),
        ("3", "Use", 1),
        ("3.1", "Operations", 2),
        ("3.1.1", "Daily", 3),
    ]
    assert matrix.note == "KB1"


@pytest.mark.parametrize(
    ("before", "titles"),
    [
        pytest.param("1. Open it\n2. Look at this:\n", [""], id="list on a copied page"),
        pytest.param("# Page\n\n1. Open it\n2. Look\n", ["Page"], id="list below a heading"),
        pytest.param("# Page\n\n1.1. Look\n", ["Look"], id="number below a heading"),
        pytest.param("## 1. A\n\n2.1. Look\n", ["A"], id="number on a page with numbers"),
        pytest.param("## 1. A\n\n**2.1. Look**\n", ["A", "Look"], id="bold number"),
        pytest.param("## 1. A\n\n**Look**\n", ["A", "Look"], id="bold above a table"),
        pytest.param("## 1. A\n\n**Look** at **it**\n", ["A"], id="bold words"),
        pytest.param("Needs\n", ["Needs"], id="line above names"),
        pytest.param("These are the needs.\n", [""], id="sentence above names"),
        pytest.param("1. " + "Needs " * 40 + "\n", [""], id="endless"),
    ],
)
def test_other_lines_are_titles_only_where_they_must_be(before: str, titles: list[str]) -> None:
    matrix = read(f"{before}{HEADER}{ROWS}")

    assert [part.title for part in matrix.sections] == titles


def test_underlined_lines_are_titles() -> None:
    page = (
        f"Page\n====\n\n1 Before\n--------\n\n1.1 Needs\n---\n{HEADER}{ROWS}\nText\nof two\n---\n"
        f"-\nRule\n\n---\n\n5 factors\n---\n{HEADER}{ROWS}"
    )

    matrix = read(page)

    assert [(part.number, part.title) for part in matrix.sections] == [
        ("1", "Before"),
        ("1.1", "Needs"),
        ("", "5 factors"),
    ]
    assert matrix.title == "Page"


def test_tabs_part_the_cells_that_a_browser_copies() -> None:
    page = (
        "Our matrix\nNeeds\nActivity\tCustomer Role\tUs Role\nDo *it*\tRA\t\nRun\t\tRA\n\n"
        "Access\nActivity\tCustomer Role\tUs Role\nLook\tI\n"
    )

    matrix = read(page)

    assert [part.title for part in matrix.sections] == ["Needs", "Access"]
    assert [(row.line, row.text, row.verbatim) for row in matrix.activities] == [
        (4, "Do *it*", "Do *it*"),
        (5, "Run", "Run"),
        (9, "Look", "Look"),
    ]
    assert [found.line for found in findings(matrix, "row-short")] == [9]


def test_a_provider_s_letters_that_slid_are_suspect() -> None:
    matrix = read(f"1. Use\n{HEADER}{ROWS}| Host | RA |\n| Run |  | RA |\n")

    computed = accountability_findings(rows_of(matrix), matrix.client_party)
    assert [found.line for found in findings(matrix, "row-short")] == [5]
    assert [found.line for found in computed if found.code == "shifted-suspect"] == [5]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        pytest.param("# Copy\nActivityCustomerUs\nDo itRA I\n", "line 2", id="in one word"),
        pytest.param("Activity Customer Us\nChoose the size RA I\n", "line 1", id="blanks"),
        pytest.param("Tâche\nClient\nNous\nFaire\nRA\nI\n", "line 1", id="a line for each cell"),
    ],
)
def test_columns_glued_by_copying_are_refused_with_advice(text: str, where: str) -> None:
    refused = refusal(text)

    assert (refused.code, refused.where) == ("glued", where)
    assert "copy the table itself" in refused.message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tasks\nare many things\n", id="a word"),
        pytest.param("Tasks of the customer here\nKeep the keys\n", id="a sentence"),
        pytest.param("Tasks the customer has to do every single day\nRun it RA\n", id="long"),
    ],
)
def test_sentences_about_tasks_are_not_glued(text: str) -> None:
    content = f"# Page\n{text}"

    refused = refusal(content)

    assert refused.code == "no-table"


def test_a_row_without_pipes_around_it_below_a_blank_line_is_a_row() -> None:
    matrix = read(f"## 1. Start\n{HEADER}{ROWS}\nRun it | I | RA\n\nThis | is text\n")

    assert [row.text for row in matrix.activities] == ["Choose the size", "Run it"]
    assert matrix.sections[0].note == "This | is text"


def test_a_row_commented_out_is_no_row() -> None:
    matrix = read(f"## 1. Start\n{HEADER}{ROWS}<!-- | Old | RA | I | -->\n| Run | I | RA |\n")

    assert [row.text for row in matrix.activities] == ["Choose the size", "Run"]


def test_a_comment_before_a_text_hides_neither_it_nor_what_follows() -> None:
    matrix = read(f"## 1. Start\n<!-- a --> Text\n{HEADER}{ROWS}")

    assert matrix.sections[0].note == "Text"
    assert len(matrix.activities) == 1


def test_the_line_of_the_names_can_be_chosen() -> None:
    page = (
        "| What | North | South |\n|---|---|---|\n| Size | RA | I |\n\n"
        "| What | North | South |\n|---|---|---|\n| Run | I | RA |\n"
    )

    matrix = read_matrix(page.encode(), Choice(header_row=1, party="North"))

    assert [row.text for row in matrix.activities] == ["Size", "Run"]
    assert matrix.client_party == "North"
    assert matrix.layout.header_row == 1


def test_names_below_a_title_row_can_be_chosen() -> None:
    page = f"| Ours |\n{HEADER}{ROWS}"

    matrix = read_matrix(page.encode(), Choice(header_row=2))

    assert matrix.layout.header_row == 2
    assert [row.text for row in matrix.activities] == ["Choose the size"]


def test_a_chosen_line_that_is_no_row_is_refused() -> None:
    page = f"## 1. Start\n{HEADER}{ROWS}"

    refused = refusal_of(page, Choice(header_row=1))

    assert refused == ("no-table", "line 1")


@pytest.mark.parametrize("party", ["Wir", "column 4"])
def test_a_chosen_column_is_a_party_whatever_it_holds(party: str) -> None:
    page = (
        "| Task | Provider | Wir |  |\n|---|---|---|---|\n"
        "| Size | RA | we do | x |\n| Run | I | RA | see |\n| Stop | I | us | you |\n"
    )

    matrix = read_matrix(page.encode(), Choice(party=party))

    assert matrix.client_party == party
    assert party in {found.cell for found in findings(matrix, "cell-unknown")}
