"""Pages of the library, for members, strangers and everybody who signs in."""

from io import BytesIO

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.rights import Role
from matrix.models import Edition
from matrix.services import load_file
from tests.builders import (
    NOW,
    make_edition,
    make_former_member,
    make_labels,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db

LIBRARY_PAGES = ["library", "library_xlsx"]
EDITION_PAGES = ["edition", "edition_xlsx", "source"]


def _bundled_url(name: str, *args: object) -> str:
    return reverse(f"matrix:{name}", args=args)


def _own_url(name: str, member: Membership, *args: object) -> str:
    return reverse(f"matrix:organisation_{name}", args=[member.organisation.slug, *args])


def _signed_in(client: Client, member: Membership, language: str = "en") -> Client:
    client.force_login(member.user)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


def test_the_library_shows_bundled_matrices_to_everybody_who_signs_in(client: Client) -> None:
    edition = make_edition(service="Coffre")
    client.force_login(make_user())

    text = client.get(_bundled_url("library")).content.decode()

    assert "Coffre" in text
    assert _bundled_url("edition", edition.pk) in text


def test_an_empty_library_says_how_to_fill_it(client: Client) -> None:
    client.force_login(make_user())

    text = client.get(_bundled_url("library")).content.decode()

    assert "load_matrix fixtures/public-cloud-instances.fr.json" in text


@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("role", Role)
def test_a_matrix_of_an_organisation_is_its_members_alone(client: Client, role: Role) -> None:
    member = make_member(role)
    own = make_edition(organisation=member.organisation, service="Coffre maison")
    pages = [_own_url(name, member, own.pk) for name in EDITION_PAGES]

    answers = [_signed_in(client, member).get(url).status_code for url in pages]

    assert answers == [200, 200, 200]
    assert "Coffre maison" in client.get(_own_url("library", member)).content.decode()


@pytest.mark.asvs("8.4.1")
@pytest.mark.parametrize("name", EDITION_PAGES)
def test_a_matrix_of_an_organisation_does_not_exist_for_others(client: Client, name: str) -> None:
    member, stranger = make_member(), make_member()
    own = make_edition(organisation=member.organisation, service="Coffre maison")
    _signed_in(client, stranger)

    urls = [
        _bundled_url(name, own.pk),
        _own_url(name, stranger, own.pk),
        _own_url(name, member, own.pk),
    ]

    assert [client.get(url).status_code for url in urls] == [404, 404, 404]


@pytest.mark.parametrize("name", LIBRARY_PAGES)
def test_the_library_of_an_organisation_is_hidden_from_strangers_and_former_members(
    client: Client, name: str
) -> None:
    member = make_member()
    make_edition(organisation=member.organisation, service="Coffre maison")
    answers = []

    for other in (make_member(), make_former_member(organisation=member.organisation)):
        client.force_login(other.user)
        answers.append(client.get(_own_url(name, member)).status_code)
        answers.append(b"Coffre maison" in client.get(_bundled_url(name)).content)

    assert answers == [404, False, 404, False]


def test_a_draft_is_on_no_page(client: Client) -> None:
    edition = make_edition()
    edition.pk, edition.state, edition.language = None, Edition.State.DRAFT, "de"
    edition._state.adding = True
    edition.save(force_insert=True)
    client.force_login(make_user())

    assert client.get(_bundled_url("edition", edition.pk)).status_code == 404


@pytest.mark.parametrize("name", [*LIBRARY_PAGES, *EDITION_PAGES])
def test_pages_are_only_read(client: Client, name: str) -> None:
    args = [make_edition().pk] if name in EDITION_PAGES else []
    client.force_login(make_user())

    assert client.post(_bundled_url(name, *args)).status_code == 405


def test_an_edition_says_its_sentence_source_licence_and_dates(client: Client) -> None:
    member, edition = make_member(), make_edition()

    text = _signed_in(client, member).get(_bundled_url("edition", edition.pk)).content.decode()

    assert "5 activities, 3 of them yours" in text
    assert "© Fournisseur d’essai" in text
    assert 'href="https://example.org/licence"' in text
    assert "2026-03-02" in text
    assert edition.sha256 in text
    assert "Réalise" in text


def test_the_seed_shows_its_findings_in_words(client: Client) -> None:
    member = make_member()
    path = settings.FIXTURE_DIR / "public-cloud-instances.fr.json"
    url = _bundled_url("edition", load_file(path=path, at=NOW).edition.pk)

    text = _signed_in(client, member).get(url).content.decode()

    assert "57 activities, 36 of them yours" in text
    for line in (132, 52, 91, 136):
        assert f'{url}#line-{line}"' in text
    assert "A is held by several parties: Client, OVHcloud." in text
    assert "The page says 2022-12-22 in one place and 22/11/2022 in another." in text
    assert "Section 3.2.2 is printed with #### " in text
    assert text.count("Client holds AI without R") == 2
    assert "CC BY-NC-SA 4.0" in text
    assert "own translation" in text


def test_the_text_of_the_reader_comes_first_and_the_printed_one_beneath(client: Client) -> None:
    member, edition = make_member(), make_edition()
    make_labels(edition)

    text = _signed_in(client, member).get(_bundled_url("edition", edition.pk)).content.decode()

    first = text.index('<span class="matrix-text" lang="en">en Choisir la région')
    second = text.index('<span class="matrix-second" lang="fr">Choisir la région')
    assert first < second


@pytest.mark.parametrize(
    ("role", "is_offered"),
    [(Role.MANAGER, True), (Role.CONTRIBUTOR, False), (Role.AUDITOR, False)],
)
def test_starting_an_assessment_is_offered_to_those_who_may(
    client: Client, role: Role, is_offered: bool
) -> None:
    member, edition = make_member(role), make_edition()

    page = _signed_in(client, member).get(_own_url("edition", member, edition.pk))

    assert ("Start an assessment" in page.content.decode()) is is_offered


def test_the_twin_of_the_library_has_its_rows(client: Client) -> None:
    member = make_member()
    make_edition(service="Coffre")
    make_edition(service="Maison", organisation=member.organisation)

    twin = _signed_in(client, member).get(_own_url("library_xlsx", member))

    sheet = load_workbook(BytesIO(twin.content)).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == ["Coffre", "Maison"]
    assert rows[0][5:8] == (5, 3, 1)
