"""A matrix by hand: what is typed is what is read back, whatever was typed."""

import unicodedata
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from accounts.models import Membership
from matrix.models import MatrixImport
from matrix.readers import Choice, read_matrix
from matrix.written import (
    NotWritten,
    WrittenMatrix,
    WrittenRow,
    as_csv,
    from_csv,
    in_order,
    rows_of_prose,
    with_sections,
)
from tests.matrix.importing.imports import make_import, make_written
from tests.needs import examples


def is_sign(character: str) -> bool:
    """Tell whether something can be typed and seen: no control, no separator of lines."""
    return unicodedata.category(character) not in {"Cs", "Cc", "Cf", "Zl", "Zp", "Co", "Cn"}


# By code point: asking Hypothesis for categories makes it look at all of Unicode, for seconds.
SIGNS = st.one_of(
    st.characters(min_codepoint=0x20, max_codepoint=0x24FF).filter(is_sign),
    st.sampled_from("漢字한국ﬁ😀𝔘"),
)
WORDS = st.text(SIGNS, max_size=40).map(lambda text: " ".join(text.split()))
LETTERS = st.sets(st.sampled_from("RACIS")).map(lambda held: in_order("".join(held)))
ROWS = st.lists(
    st.builds(WrittenRow, WORDS, WORDS, st.tuples(LETTERS, LETTERS), WORDS), max_size=12
)


@effort(deadline=None, max_examples=examples(50))
@given(ROWS)
def test_any_rows_come_back_from_their_text(rows: list[WrittenRow]) -> None:
    matrix = WrittenMatrix(("Nous", "Eux"), tuple(rows))

    assert from_csv(as_csv(matrix)) == matrix


PLAIN = st.text(st.sampled_from("abcdé ,;\"'-’"), min_size=1, max_size=30)
SOME = st.lists(
    st.builds(
        WrittenRow,
        st.sampled_from(["1. Commander", "2. Exploiter", "3.1 Finir", "Sans numéro"]),
        PLAIN.map(lambda text: f"Tenir {text}".strip()).map(lambda t: " ".join(t.split())),
        st.tuples(LETTERS.filter(bool), LETTERS),
        st.sampled_from(["", "Sur demande", "a, b; c"]),
    ),
    min_size=1,
    max_size=12,
)


@effort(deadline=None, max_examples=examples(50))
@given(SOME)
def test_the_reader_of_files_reads_what_was_written(rows: list[WrittenRow]) -> None:
    content = as_csv(WrittenMatrix(("Nous", "Hébergeur"), tuple(rows)))

    reading = read_matrix(content, Choice("écrit.csv", party="Nous"))

    assert reading.parties == ("Nous", "Hébergeur")
    assert reading.client_party == "Nous"
    assert [row.text for row in reading.activities] == [row.activity for row in rows]
    read = [tuple(cell.letters for cell in row.cells) for row in reading.activities]
    assert read == [row.letters for row in rows]
    titles = [reading.sections[row.section].title for row in reading.activities]
    assert [title in row.section for title, row in zip(titles, rows, strict=True)] == [
        True for _ in rows
    ]
    assert [row.note for row in rows if row.note] == [
        row.note.removeprefix("Note: ") for row in reading.activities if row.note
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="bytes"),
        pytest.param(b"Section,Activity,A,B\n", id="no-note"),
        pytest.param(b"Section,Activity,A,Note\nx,y\n", id="short"),
        pytest.param(b'Section,Activity,A,Note\n"x', id="quote"),
    ],
)
def test_another_text_was_not_written_here(content: bytes) -> None:
    with pytest.raises(NotWritten):
        from_csv(content)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("ra", "RA"), ("A/R", "RA"), ("i, c", "CI"), ("RR", "R"), ("-", ""), ("", "")],
)
def test_letters_are_put_in_order_whatever_is_typed(typed: str, letters: str) -> None:
    assert in_order(typed) == letters


def test_another_sign_is_no_letter() -> None:
    with pytest.raises(ValueError, match="X"):
        in_order("RAX")


def test_an_empty_section_is_the_one_above() -> None:
    rows = [WrittenRow(name, "x", ()) for name in ("", "1. A", "", "2. B")]

    assert [row.section for row in with_sections(rows)] == ["", "1. A", "1. A", "2. B"]


def test_each_line_of_a_prose_is_a_duty_of_ours() -> None:
    text = "- Keep the keys\n\n2) Tell the host\n  • Pay"

    rows = rows_of_prose(text, parties=("Us", "Host"), ours="Us", section="1. All")

    assert [row.activity for row in rows] == ["Keep the keys", "Tell the host", "Pay"]
    assert {(row.section, row.letters) for row in rows} == {("1. All", ("RA", ""))}


def _sent(rows: list[dict[str, str]], **more: Any) -> dict[str, Any]:
    sent: dict[str, Any] = {
        "revision": 2,
        "count": len(rows),
        "party-0": "Nous",
        "party-1": "Hébergeur",
        "ours": "0",
        **more,
    }
    for number, row in enumerate(rows, start=1):
        sent |= {f"row-{number}-place": number}
        sent |= {f"row-{number}-{name}": value for name, value in row.items()}
    return sent


@pytest.fixture
def found(db: None, member: Membership, client: Client) -> MatrixImport:
    """Return a matrix of two rows, with the client signed in and in English."""
    client.force_login(member.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return make_written(member)


def _url(name: str, found: MatrixImport) -> str:
    return reverse(f"matrix:import_{name}", args=[found.organisation.slug, found.key])


def _written(found: MatrixImport) -> WrittenMatrix:
    found.refresh_from_db()
    return from_csv(bytes(found.content))


def test_the_page_shows_the_rows_and_five_empty_ones(client: Client, found: MatrixImport) -> None:
    text = client.get(_url("rows", found)).content.decode()

    assert 'name="row-7-activity"' in text
    assert 'name="row-8-activity"' not in text
    assert "Sauvegarder les données" in text
    assert 'name="ours" value="0" checked' in text


def test_begun_by_hand_leads_to_the_rows(
    client: Client, found: MatrixImport, member: Membership
) -> None:
    response = client.post(reverse("matrix:import_write", args=[member.organisation.slug]))

    begun = MatrixImport.objects.exclude(pk=found.pk).get()
    assert response["Location"] == _url("rows", begun)
    assert _written(begun).parties == ("Client", "Provider")


def test_rows_are_added_moved_and_removed(client: Client, found: MatrixImport) -> None:
    rows = [
        {"section": "1. A", "activity": "one", "letters-0": "R"},
        {"activity": "two", "letters-1": "ra"},
        {"activity": "gone", "is_removed": "on"},
        {"activity": "first", "letters-0": "s c", "note": "n", "place": "1"},
        {},
    ]

    response = client.post(_url("save_rows", found), _sent(rows))

    assert response["Location"] == _url("rows", found)
    assert _written(found).rows == (
        WrittenRow("1. A", "first", ("CS", ""), "n"),
        WrittenRow("1. A", "one", ("R", "")),
        WrittenRow("1. A", "two", ("", "RA")),
    )


def test_a_row_can_be_moved_down(client: Client, found: MatrixImport) -> None:
    rows = [{"activity": "one", "place": "3"}, {"activity": "two"}, {"activity": "three"}]

    client.post(_url("save_rows", found), _sent(rows))

    assert [row.activity for row in _written(found).rows] == ["two", "three", "one"]


def test_a_third_party_has_its_column(client: Client, found: MatrixImport) -> None:
    row = {"activity": "one", "letters-0": "A", "letters-2": "R"}

    client.post(_url("save_rows", found), _sent([row], ours="2", **{"party-2": "Tiers"}))

    written = _written(found)
    assert written.parties == ("Nous", "Hébergeur", "Tiers")
    assert written.rows[0].letters == ("A", "", "R")
    assert found.choice == {"party": "Tiers"}


def test_a_text_is_added_below(client: Client, found: MatrixImport) -> None:
    sent = _sent([{"section": "1. A", "activity": "one"}], prose="* two\nthree")

    client.post(_url("save_rows", found), sent)

    rows = _written(found).rows
    assert [(row.section, row.activity) for row in rows] == [
        ("1. A", "one"),
        ("1. A", "two"),
        ("1. A", "three"),
    ]


def test_the_rows_lead_to_their_preview(client: Client, found: MatrixImport) -> None:
    sent = _sent([{"section": "1. A", "activity": "one", "letters-0": "RA"}])

    response = client.post(_url("save_rows", found) + "?preview=1", sent, follow=True)

    text = response.content.decode()
    assert "1 activity, 1 of them yours" in text
    assert _url("rows", found) in text


@pytest.mark.parametrize(
    ("row", "more", "words"),
    [
        ({"letters-0": "R"}, {}, "Say what is to be done, or remove the row."),
        ({"activity": "x", "letters-0": "Q"}, {}, "Only the letters R, A, C, I and S."),
        ({}, {"party-1": ""}, "This field is required."),
        ({}, {"party-1": "nous"}, "Another column has this name."),
        ({}, {"party-1": "Note"}, "Another column has this name."),
        ({}, {"ours": "3"}, "Choose a party that has a name."),
        ({}, {"prose": "x\n" * 600}, "at most 500 rows"),
        ({}, {"count": "many"}, ""),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_changes(
    client: Client, found: MatrixImport, row: dict[str, str], more: dict[str, str], words: str
) -> None:
    before = _written(found)

    response = client.post(_url("save_rows", found), _sent([row]) | more)

    assert response.status_code == 422
    assert words in response.content.decode()
    assert _written(found) == before


def test_rows_of_an_older_state_are_409(client: Client, found: MatrixImport) -> None:
    sent = _sent([{"activity": "one"}]) | {"revision": 1}

    response = client.post(_url("save_rows", found), sent)

    assert response.status_code == 409
    assert "Sauvegarder les données" in response.content.decode()


def test_a_file_is_not_written_by_hand(client: Client, found: MatrixImport) -> None:
    brought = make_import(by=found.made_by)

    answers = [client.get(_url("rows", brought)), client.post(_url("save_rows", brought))]

    assert [answer.status_code for answer in answers] == [404, 404]
