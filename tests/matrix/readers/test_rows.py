"""Rows, columns and cells: nothing lost, nothing shifted, everything odd told."""

import pytest

from matrix.readers import ReadActivity, ReadCell
from tests.matrix.readers.pages import HEADER, findings, make_page, read

FULL = "| Choose the size | RA | I |"


def letters(activity: ReadActivity) -> list[str]:
    """Return the letters of each party."""
    return [cell.letters for cell in activity.cells]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param("| Choose the size | RA | I |", id="as usual"),
        pytest.param("|Choose the size|RA|I|\t ", id="no blanks"),
        pytest.param("| Choose the size | RA | I", id="no closing pipe"),
        pytest.param("Choose the size | RA | I", id="no outer pipes"),
        pytest.param("  > | Choose the size | RA | I |", id="in a quotation"),
        pytest.param("| Choose **the size** | **RA** | __I__ |", id="bold"),
        pytest.param("| [Choose](/a) the<br/>size | A / R | I |", id="links and breaks"),
    ],
)
def test_a_row_is_read_however_it_is_drawn(row: str) -> None:
    matrix = read(make_page(row))

    (activity,) = matrix.activities
    assert (activity.text, letters(activity), activity.line) == ("Choose the size", ["RA", "I"], 5)


def test_every_cell_is_kept_as_printed() -> None:
    matrix = read(make_page(r"| Accept the **T\&C** a\|b | A / R | I* |"))

    (activity,) = matrix.activities
    assert activity.verbatim == r"Accept the **T\&C** a\|b"
    assert activity.text == "Accept the T&C a|b"
    assert activity.cells == (ReadCell("Customer", "RA", "A / R"), ReadCell("Provider", "I", "I*"))


@pytest.mark.parametrize(
    ("row", "code", "cell", "values"),
    [
        pytest.param("| Choose | RA |", "row-short", "", ("Provider",), id="short"),
        pytest.param("| Choose", "roles-missing", "", ("Customer", "Provider"), id="no roles"),
        pytest.param("| Choose | RA | I | see | |", "row-long", "", ("see", ""), id="long"),
        pytest.param("| Choose | RA | us |", "cell-unknown", "Provider", ("us",), id="unknown"),
        pytest.param("|  | RA | I |", "cell-unknown", "Activity", ("", "RA", "I"), id="no text"),
        pytest.param("| Choose | RA | I* |", "cell-marked", "Provider", ("I*", "*"), id="marked"),
        pytest.param("| Choose | RA | - |", "cell-marked", "Provider", ("-", "-"), id="dash"),
    ],
)
def test_an_odd_row_is_read_from_the_left_and_told(
    row: str, code: str, cell: str, values: tuple[str, ...]
) -> None:
    matrix = read(make_page(FULL, row))

    assert len(matrix.activities) == 2
    (found,) = [found for found in matrix.findings if found.code != "date-missing"]
    assert (found.code, found.line, found.cell, found.values) == (code, 6, cell, values)


def test_a_short_row_gives_its_letters_to_the_first_party() -> None:
    matrix = read(make_page(FULL, "| Size | RA |"))

    assert letters(matrix.activities[1]) == ["RA", ""]


def test_what_is_too_much_in_a_row_is_kept_as_its_note() -> None:
    matrix = read(make_page("| Size | RA | I | see **below** |"))

    assert matrix.activities[0].note == "see below"


def test_a_row_of_nothing_is_no_activity() -> None:
    matrix = read(make_page(FULL, "|  |  |  |"))

    assert len(matrix.activities) == 1


@pytest.mark.parametrize(
    ("between", "line"),
    [
        pytest.param("\n", 6, id="blank line"),
        pytest.param("\nSome text.\n\n", 8, id="text"),
        pytest.param("\n| --- | --- | --- |\n", 7, id="divider without names"),
        pytest.param("\n## 2. Next\n\n", 8, id="heading"),
    ],
)
def test_rows_without_column_names_continue_the_table_above(between: str, line: int) -> None:
    page = make_page(FULL) + between + "| Operate | I | RA |\n"

    matrix = read(page)

    assert letters(matrix.activities[1]) == ["I", "RA"]
    assert [found.line for found in findings(matrix, "table-continued")] == [line]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("| Activity | Provider | Customer |\n|---|---|---|\n", id="names below rows"),
        pytest.param("\n| Activity | Provider | Customer |\n", id="names without divider"),
        pytest.param("\n| Activity | Provider | Customer |\n\n|-|-|-|\n", id="divider cut off"),
    ],
)
def test_new_column_names_start_a_new_table(between: str) -> None:
    page = make_page(FULL) + between + "| Operate | RA | I |\n"

    matrix = read(page)

    assert [letters(activity) for activity in matrix.activities] == [["RA", "I"], ["I", "RA"]]


def test_a_divider_among_rows_is_no_activity() -> None:
    matrix = read(make_page(FULL, "| --- | --- | --- |", FULL))

    assert len(matrix.activities) == 2


@pytest.mark.parametrize(
    ("names", "row"),
    [
        pytest.param("| Activité | Client | Nous |", "| Size | RA | I |", id="French"),
        pytest.param(
            "| Rôle Client | Tâche | Rôle Nous |", "| RA | Size | I |", id="activity 2nd"
        ),
        pytest.param("| Nous | Client final | Actions |", "| I | RA | Size |", id="client second"),
        pytest.param(
            "| Plan | Descripción | Cliente | Nous |", "| C | Size | RA | I |", id="plan"
        ),
        pytest.param("| Aufgabe | Kunde | Nous |", "| Size | RA | I |", id="German"),
        pytest.param("| Attività | Nous | Cliente |", "| Size | I | RA |", id="Italian"),
    ],
)
def test_columns_are_found_by_their_names_in_any_order(names: str, row: str) -> None:
    page = make_page(row, header=names + "\n" + "|---" * names.count("|") + "\n")

    matrix = read(page)

    assert "Nous" in matrix.parties
    assert matrix.activities[0].text == "Size"
    assert matrix.client_letters(matrix.activities[0]) == "RA"


def test_the_user_can_say_which_party_is_theirs() -> None:
    page = make_page("| Size | RA | I |", "| Run | I | RA |", "| Look | C | I |")

    matrix = read(page, party="provider")

    assert matrix.client_party == "Provider"
    assert [activity.text for activity in matrix.duties] == ["Run"]


def test_a_named_client_comes_before_a_column_about_clients() -> None:
    header = "| Activity | Client support | Client |\n|---|---|---|\n"

    matrix = read(make_page("| Size | I | RA |", header=header))

    assert matrix.client_party == "Client"


def test_a_party_with_nothing_to_do_in_one_table_is_a_party_all_the_same() -> None:
    page = make_page("| Size | RA |  |") + "\n## 2. Next\n\n" + HEADER + "| Run | I | RA |\n"

    matrix = read(page)

    assert matrix.parties == ("Customer", "Provider")
    assert letters(matrix.activities[0]) == ["RA", ""]


def test_a_table_without_column_for_a_party_of_the_page_is_told() -> None:
    third = "| Activity | Customer | Provider | Partner |\n|---|---|---|---|\n"
    page = make_page("| Size | RA | I | C |", header=third) + f"\n## 2. Next\n\n{HEADER}{FULL}\n"

    matrix = read(page)

    assert letters(matrix.activities[1]) == ["RA", "I", ""]
    (found,) = findings(matrix, "roles-missing")
    assert (found.line, found.cell) == (9, "Partner")


def test_two_columns_of_one_name_stay_apart() -> None:
    header = "| Activity | Customer | Team | Team |\n|---|---|---|---|\n"

    matrix = read(make_page("| Size | RA | C | I |", header=header))

    assert matrix.parties == ("Customer", "Team", "Team (2)")
    assert letters(matrix.activities[0]) == ["RA", "C", "I"]


@pytest.mark.parametrize(
    ("cells", "parties"),
    [
        pytest.param("|  |", ("Customer", "Provider"), id="nothing in it"),
        pytest.param("| C |", ("Customer", "Provider", "column 4"), id="letters in it"),
    ],
)
def test_a_column_without_name_is_a_party_when_it_has_letters(
    cells: str, parties: tuple[str, ...]
) -> None:
    header = "| Activity | Customer | Provider |  |\n|---|---|---|---|\n"

    matrix = read(make_page(f"| Size | RA | I {cells}", header=header))

    assert matrix.parties == parties


def test_comment_columns_are_kept_as_notes() -> None:
    header = "| Activity | Customer | Provider | Comments | Where |\n|---|---|---|---|---|\n"

    matrix = read(make_page("| Size | RA | I | as **needed** | on site |", header=header))

    assert matrix.parties == ("Customer", "Provider")
    assert matrix.activities[0].note == "Comments: as needed\nWhere: on site"


PRODUCTS = "| Basic | Full | Activity | Customer | Provider |\n|---|---|---|---|---|\n"
PRODUCT_ROWS = ("| X | X | Size | RA | I |", "|  | X | Run | I | RA |", "| ✓ |  | Stop | RA |  |")


@pytest.mark.parametrize(
    ("product", "texts"),
    [
        pytest.param(None, ["Size", "Run", "Stop"], id="all products"),
        pytest.param("basic", ["Size", "Stop"], id="one"),
        pytest.param("Full", ["Size", "Run"], id="another"),
    ],
)
def test_applicability_columns_choose_the_rows_of_a_product(
    product: str | None, texts: list[str]
) -> None:
    page = make_page(*PRODUCT_ROWS, header=PRODUCTS)

    matrix = read(page, product=product)

    assert matrix.parties == ("Customer", "Provider")
    assert [activity.text for activity in matrix.activities] == texts
    assert [activity.position for activity in matrix.activities] == list(range(1, len(texts) + 1))


def test_a_party_s_name_in_place_of_letters_is_a_finding_and_no_column_name() -> None:
    matrix = read(make_page(FULL, "| Manage tasks | Customer | Provider |", FULL))

    assert [letters(activity) for activity in matrix.activities] == [
        ["RA", "I"],
        ["", ""],
        ["RA", "I"],
    ]
    assert [found.cell for found in findings(matrix, "cell-unknown")] == ["Customer", "Provider"]


def test_other_tables_are_told_and_left_alone() -> None:
    other = "| Version | Date |\n|---|---|\n| 1 | 2024 |\n\n"

    matrix = read(make_page(FULL, before=other))

    (found,) = findings(matrix, "not-a-matrix-table")
    assert (found.line, found.values) == (1, ("Version", "Date"))
    assert len(matrix.activities) == 1


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        pytest.param("```", "```", id="code"),
        pytest.param("~~~ text", "~~~", id="code with tildes"),
        pytest.param("<!--", "-->", id="comment"),
    ],
)
def test_tables_in_code_and_comments_are_not_of_the_page(opening: str, closing: str) -> None:
    page = make_page(FULL) + f"\n{opening}\n| Run | I | RA |\n{closing}\n"

    matrix = read(page)

    assert len(matrix.activities) == 1


@pytest.mark.parametrize("opening", ["```", "<!--", "<!-- a -->"])
def test_what_is_never_closed_hides_nothing(opening: str) -> None:
    page = make_page(FULL, before=f"{opening}\n")

    matrix = read(page)

    assert len(matrix.activities) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_and_a_byte_order_mark_are_accepted(end: str) -> None:
    page = "\ufeff" + make_page(FULL).replace("\n", end)

    matrix = read(page)

    assert matrix.activities[0].line == 5
