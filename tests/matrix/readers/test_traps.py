"""The traps of published pages, each with the reading a careful person gives it."""

import pytest

from matrix.readers import ReadMatrix
from tests.matrix.readers.pages import findings, make_page, read

ROW = "| Choose the size | RA | I |"


def letters(matrix: ReadMatrix) -> list[list[str]]:
    """Return the letters of each row."""
    return [[cell.letters for cell in row.cells] for row in matrix.activities]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param("RA | I", ["RA", "I"], id="plain"),
        pytest.param("R + A | C, I", ["RA", "CI"], id="signs between"),
        pytest.param("R and A | C et I", ["RA", "CI"], id="words between"),
        pytest.param("R\\A | ***I***", ["RA", "I"], id="backslash and emphasis"),
        pytest.param("R&amp;A | &nbsp;", ["RA", ""], id="entities"),
        pytest.param("RA\u200b | \ufeffI", ["RA", "I"], id="signs without width"),
        pytest.param("Responsible, Accountable | Informed", ["RA", "I"], id="English words"),
        pytest.param("Responsable et Approuve | Consulté", ["RA", "C"], id="French words"),
        pytest.param("RACI | S", ["RACI", "S"], id="all letters"),
    ],
)
def test_letters_are_read_in_all_their_dresses(cells: str, expected: list[str]) -> None:
    matrix = read(make_page(ROW, f"| Run | {cells} |"))

    assert letters(matrix)[1] == expected
    assert findings(matrix, "cell-unknown") == []


@pytest.mark.parametrize("cell", ["r/a", "N/A", "Customer", "X", "RESPONSIBLE", "yes", "RA or C"])
def test_what_is_no_letter_is_told_and_never_guessed(cell: str) -> None:
    matrix = read(make_page(ROW, f"| Run | {cell} | I |"))

    told = {found.values[0] for found in matrix.findings if found.line == 6}
    assert cell in told
    assert letters(matrix)[1][0] in {"", "R"}


def test_words_for_letters_are_told() -> None:
    matrix = read(make_page(ROW, "| Run | Responsible | I |"))

    (found,) = findings(matrix, "cell-marked")
    assert (found.line, found.values) == (6, ("Responsible", "Responsible"))


def test_a_party_with_nothing_but_not_applicable_is_a_party() -> None:
    rows = (ROW, "| Run | RA | N/A |", "| Stop | RA | n/a |", "| End | RA | Sans objet |")

    matrix = read(make_page(*rows))

    assert matrix.parties == ("Customer", "Provider")
    assert [found.line for found in findings(matrix, "cell-unknown")] == [6, 7, 8]


@pytest.mark.parametrize(
    ("names", "parties", "client"),
    [
        pytest.param("Activité | Rôle du Client | Rôle Nous", ("Client", "Nous"), 0, id="French"),
        pytest.param("Aufgabe | Rolle des Kunden | Wir-Rolle", ("Kunden", "Wir"), 0, id="German"),
        pytest.param("Tätigkeit | Nous | Auftraggeber", ("Nous", "Auftraggeber"), 1, id="2nd"),
        pytest.param(
            "Actividad | Proveedor | Rol del Cliente", ("Proveedor", "Cliente"), 1, id="es"
        ),
        pytest.param(
            "Attività | Ruolo del Cliente | Fornitore", ("Cliente", "Fornitore"), 0, id="it"
        ),
        pytest.param("Atividade | Cliente | Nós", ("Cliente", "Nós"), 0, id="Portuguese"),
        pytest.param(
            "Fonctionnalité | Nous | Vous, client", ("Nous", "Vous, client"), 1, id="odd"
        ),
        pytest.param(" | **Client** | Nous", ("Client", "Nous"), 0, id="activity without name"),
    ],
)
def test_parties_are_named_in_any_language_and_order(
    names: str, parties: tuple[str, str], client: int
) -> None:
    header = f"| {names} |\n|---|---|---|\n"

    matrix = read(make_page("| Size | RA | I |", "| Run | I | RA |", header=header))

    assert matrix.parties == parties
    assert matrix.client_party == parties[client]


def test_one_party_under_several_names_is_one_and_told() -> None:
    names = ("Customer | OVHcloud", "Client | OVH", "Costumer | OVHclud", "OVHcloud | Customer")
    page = "".join(
        f"## {number}. Part\n| {activity} | {parties} |\n|---|---|---|\n| Do it | RA | I |\n"
        for number, (activity, parties) in enumerate(
            zip(("Activity", "Activity", "Acitvity", "Activity"), names, strict=True), start=1
        )
    )

    matrix = read(page)

    assert matrix.parties == ("Customer", "OVHcloud")
    assert letters(matrix) == [["RA", "I"], ["RA", "I"], ["RA", "I"], ["I", "RA"]]
    told = [(found.line, found.values[0]) for found in findings(matrix, "roles-missing")]
    assert told == [(6, "Client"), (6, "OVH"), (10, "Costumer"), (10, "OVHclud")]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("Partner | Us", id="another party"),
        pytest.param("Customer | Zone 2", id="another number"),
        pytest.param("Customer | Zone 1 desk", id="another word"),
    ],
)
def test_parties_that_only_look_alike_stay_apart(second: str) -> None:
    page = (
        "| Activity | Customer | Zone 1 |\n|---|---|---|\n| Do it | RA | I |\n\n"
        f"| Activity | {second} |\n|---|---|---|\n| Run it | C | A |\n"
    )

    matrix = read(page)

    assert len(matrix.parties) > 2


def test_client_and_end_client_of_one_table_stay_apart() -> None:
    header = "| Activity | Client | Client final | Nous |\n|---|---|---|---|\n"
    page = make_page("| Size | RA | C | I |", header=header) + (
        "\n| Activity | Customer | Nous |\n|---|---|---|\n| Run | I | RA |\n"
    )

    matrix = read(page)

    assert matrix.parties == ("Client", "Client final", "Nous")
    assert letters(matrix) == [["RA", "C", "I"], ["I", "", "RA"]]


def test_the_chosen_name_of_a_party_is_the_one_that_is_kept() -> None:
    page = (
        "| Activity | Client | Us |\n|---|---|---|\n| Do it | RA | I |\n\n"
        "| Activity | Customer | Us |\n|---|---|---|\n| Run it | RA | I |\n"
    )

    matrix = read(page, party="customer")

    assert (matrix.parties, matrix.client_party) == (("Customer", "Us"), "Customer")
    assert len(matrix.duties) == 2


def test_twenty_parties_and_more_are_taken_as_they_are() -> None:
    names = " | ".join(f"Team {number}" for number in range(21))
    header = f"| Activity | Customer | {names} |\n{'|---' * 23}|\n"

    matrix = read(make_page("| Do | RA |" + " I |" * 21, header=header))

    assert len(matrix.parties) == 22
