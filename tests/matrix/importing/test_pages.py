"""Pages of the wizard: what is brought, and decided row by row."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from matrix.models import Edition, MatrixImport
from matrix.services.importing import look_at
from tests.builders import PAGE, make_member
from tests.matrix.importing.addresses import new_url, upload, url
from tests.matrix.importing.imports import (
    DESCRIBED,
    SHORT_LINE,
    SHORT_PAGE,
    make_import,
)

pytestmark = pytest.mark.django_db


def test_a_file_is_brought_looked_at_and_published(signed_in: Client, member: Membership) -> None:
    brought = upload(signed_in, member, PAGE.encode())
    preview = signed_in.get(brought["Location"]).content.decode()
    found = MatrixImport.objects.get()

    published = signed_in.post(url("publish", found), {"revision": 1, **DESCRIBED})

    edition = Edition.objects.get()
    assert "5 activities, 3 of them yours" in preview
    assert "| Vérifier l’intégrité des copies | A | R |" in preview
    assert published["Location"].endswith(f"/matrices/{edition.pk}/")
    assert "Start an assessment" in signed_in.get(published["Location"]).content.decode()


def test_the_library_offers_it_to_those_who_may(client: Client, member: Membership) -> None:
    make_import(by=member, name="en attente.md")
    viewer = make_member(Role.VIEWER, organisation=member.organisation)
    library = reverse("matrix:organisation_library", args=[member.organisation.slug])
    pages = []

    for who in (member, viewer):
        client.force_login(who.user)
        pages.append(client.get(library).content.decode())

    assert new_url("new", member) in pages[0]
    assert "en attente.md" in pages[0]
    assert new_url("new", member) not in pages[1]
    assert "en attente.md" not in pages[1]


def test_pasted_markup_is_preferred_to_the_text_beside_it(
    signed_in: Client, member: Membership
) -> None:
    rows = "<tr><th>Task</th><th>Client</th><th>Host</th></tr><tr><td>Back up</td><td>RA</td>"
    sent = {"pasted": "Task Client Host", "pasted_html": f"<table>{rows}<td>I</td></tr></table>"}

    response = signed_in.post(new_url("read", member), sent)

    text = signed_in.get(response["Location"]).content.decode()
    assert "1 activity, 1 of them yours" in text
    assert "Table of a web page" in text


def test_pasted_text_has_the_line_ends_of_a_file(signed_in: Client, member: Membership) -> None:
    signed_in.post(new_url("read", member), {"pasted": PAGE.replace("\n", "\r\n")})

    assert bytes(MatrixImport.objects.get().content).decode() == PAGE.strip()


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        pytest.param({}, 422, "Choose a file, or paste a table.", id="nothing"),
        pytest.param({"pasted": "Nothing | here"}, 302, "", id="no-table"),
        pytest.param({"pasted": "<html><p>x"}, 302, "", id="no-table-in-markup"),
    ],
)
def test_what_is_pasted_is_answered(
    signed_in: Client, member: Membership, sent: dict[str, str], status: int, words: str
) -> None:
    response = signed_in.post(new_url("read", member), sent)

    assert response.status_code == status
    assert words in response.content.decode()


def test_a_file_that_cannot_be_read_is_refused_with_its_place_and_advice(
    signed_in: Client, member: Membership
) -> None:
    response = upload(signed_in, member, b"%PDF-1.7", "page.pdf")

    text = response.content.decode()
    assert response.status_code == 422
    assert "This kind of file cannot be read" in text
    assert "unsupported-format" in text
    assert "byte 0" in text
    assert not MatrixImport.objects.exists()


def test_a_file_too_large_is_413_and_is_not_read(
    signed_in: Client, member: Membership, settings: Any
) -> None:
    settings.MATRIX_MAX_BYTES = 1_000_000

    response = upload(signed_in, member, b"x" * 1_000_001)

    assert response.status_code == 413
    assert "larger than 1 MB" in response.content.decode()
    assert not MatrixImport.objects.exists()


def test_a_page_without_a_known_client_asks_which_column_is_ours(
    signed_in: Client, member: Membership
) -> None:
    page = PAGE.replace("Client", "Ville").replace("Fournisseur", "Région")
    found = make_import(page, by=member)

    asked = signed_in.get(url("preview", found)).content.decode()
    signed_in.post(url("choose", found), {"revision": 1, "party": "Ville"})
    text = signed_in.get(url("preview", found)).content.decode()

    assert "Your column was not found" in asked
    assert "5 activities, 3 of them yours" in text


def test_rows_in_doubt_are_decided_in_place(signed_in: Client, member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member, said=DESCRIBED)
    refused = signed_in.post(url("publish", found), {"revision": 2, **DESCRIBED})
    row = f"row-{SHORT_LINE}"
    sent = {f"{row}-is_right": "on", f"{row}-letters-0": "a r", f"{row}-letters-1": ""}

    signed_in.post(url("correct", found) + "?show=undecided", {"revision": 3, **sent})
    left = signed_in.get(url("preview", found) + "?show=undecided").content.decode()
    published = signed_in.post(url("publish", found), {"revision": 4, **DESCRIBED})

    assert refused.status_code == 422
    assert "1 row lost a cell" in refused.content.decode()
    assert "No row waits for a decision." in left
    assert published.status_code == 302


def test_all_rows_in_doubt_are_right_as_read_at_once(
    signed_in: Client, member: Membership
) -> None:
    page = SHORT_PAGE.replace("| A | R |", "| A |")
    found = make_import(page, by=member, said=DESCRIBED)
    offered = signed_in.get(url("preview", found) + "?show=undecided").content.decode()
    understood = look_at(found).preview
    assert understood is not None
    letters = {
        f"row-{line}-letters-0": held
        for line, held in zip(understood.asked, ["RA", "A"], strict=True)
    }

    signed_in.post(url("correct", found), {"revision": 2, "all_as_read": "1", **letters})
    published = signed_in.post(url("publish", found), {"revision": 3, **DESCRIBED})

    assert "All 2 are right as read" in offered
    assert published.status_code == 302


def test_letters_typed_otherwise_are_a_correction(signed_in: Client, member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)
    row = f"row-{SHORT_LINE}"

    signed_in.post(
        url("correct", found), {"revision": 1, f"{row}-letters-0": "", f"{row}-letters-1": "ar"}
    )

    found.refresh_from_db()
    assert found.choice["corrections"] == {str(SHORT_LINE): {"Client": "", "Fournisseur": "RA"}}


def test_other_signs_than_letters_are_refused(signed_in: Client, member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)

    response = signed_in.post(
        url("correct", found), {"revision": 1, f"row-{SHORT_LINE}-letters-0": "RX"}
    )

    assert response.status_code == 422
    assert "Only the letters R, A, C, I and S." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "sent"),
    [
        ("choose", {}),
        ("correct", {f"row-{SHORT_LINE}-is_right": "on", f"row-{SHORT_LINE}-letters-0": "RA"}),
        ("describe", DESCRIBED),
        ("publish", DESCRIBED),
    ],
)
def test_what_was_sent_for_an_older_state_is_409(
    signed_in: Client, member: Membership, name: str, sent: dict[str, str]
) -> None:
    found = make_import(SHORT_PAGE, by=member, said={})

    response = signed_in.post(url(name, found), {"revision": 1, **sent})

    assert response.status_code == 409
    assert "changed meanwhile" in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("name", "sent", "words"),
    [
        ("choose", {"header_row": "x"}, "header_row"),
        ("describe", {"language": "fr"}, "The library files a matrix under it."),
        ("publish", {**DESCRIBED, "source_url": "javascript:alert(1)"}, "source_url"),
    ],
)
def test_a_form_that_cannot_be_read_is_422(
    signed_in: Client, member: Membership, name: str, sent: dict[str, str], words: str
) -> None:
    found = make_import(by=member)

    response = signed_in.post(url(name, found), {"revision": 1, **sent})

    assert response.status_code == 422
    assert words in response.content.decode()
