"""Publishing: everything that is missing is said first, then all is written at once."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook

from accounts.models import Membership
from audit.models import Event, chain_of
from matrix.models import Activity, Edition, MatrixImport
from matrix.services import EditionAlreadyLoaded, withdraw_edition
from matrix.services.importing import (
    ImportChanged,
    NotDescribed,
    RowsUndecided,
    describe,
    publish_import,
)
from tests.builders import NOW, PAGE, make_edition
from tests.matrix.importing.imports import (
    DESCRIBED,
    SHORT_LINE,
    SHORT_PAGE,
    decide,
    make_import,
    make_written,
)

pytestmark = pytest.mark.django_db


def publish(found: MatrixImport, by: Membership) -> Edition:
    """Publish a short import."""
    edition = publish_import(matrix_import=found, revision=found.revision, by=by, at=NOW)
    assert edition is not None
    return edition


def test_an_import_becomes_an_edition_of_the_organisation(member: Membership) -> None:
    said = DESCRIBED | {
        "title": "Notre coffre",
        "published_on": "2026-05-06",
        "licence": "CC BY 4.0",
        "source_url": "https://example.org/page",
    }
    found = make_import(by=member, said=said)

    edition = publish(found, member)

    edition.refresh_from_db()
    assert edition.state == Edition.State.PUBLISHED
    assert edition.matrix.organisation == member.organisation
    assert (edition.matrix.provider.name, edition.matrix.service) == (
        "Fournisseur d’essai",
        "Coffre",
    )
    assert (edition.title, edition.published_on) == ("Notre coffre", date(2026, 5, 6))
    assert (edition.licence, edition.source_url) == ("CC BY 4.0", "https://example.org/page")
    assert edition.source_name == "page.fr.md"
    assert bytes(edition.source) == PAGE.encode()
    assert edition.activities.count() == 5


def test_what_the_page_says_stands_where_nothing_is_stated(member: Membership) -> None:
    found = make_import(by=member, said={"provider": "P", "service": "S"})

    edition = publish(found, member)

    assert (edition.title, edition.language) == ("Essai - Qui fait quoi", "fr")
    assert edition.published_on == date(2026, 3, 2)


def test_publishing_is_told_by_the_person_who_does_it(member: Membership) -> None:
    edition = publish(make_import(by=member, said=DESCRIBED), member)

    chain = Event.objects.of_chain(chain_of(member.organisation_id))
    event = chain.get(verb="edition-published")
    assert (event.object_id, event.actor_id) == (str(edition.pk), member.user_id)


def test_a_published_import_is_empty_and_leads_to_its_edition(member: Membership) -> None:
    found = make_import(by=member, said=DESCRIBED)

    edition = publish(found, member)

    found.refresh_from_db()
    assert (bytes(found.content), found.published_as) == (b"", edition)
    assert not MatrixImport.objects.open().exists()


def test_a_withdrawn_edition_takes_its_import_along(member: Membership) -> None:
    edition = publish(make_import(by=member, said=DESCRIBED), member)

    withdraw_edition(edition=edition, at=NOW)

    assert not MatrixImport.objects.exists()


@pytest.mark.parametrize("name", ["provider", "service"])
def test_whose_it_is_must_be_said(member: Membership, name: str) -> None:
    found = make_import(by=member, said={**DESCRIBED, name: ""})

    with pytest.raises(NotDescribed) as raised:
        publish(found, member)

    assert raised.value.missing == (name,)
    assert not Edition.objects.exists()


def test_a_row_that_lost_a_cell_must_be_decided_first(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member, said=DESCRIBED)

    with pytest.raises(RowsUndecided) as raised:
        publish(found, member)
    decide(found, member, {SHORT_LINE: None})
    edition = publish(found, member)

    assert raised.value.lines == (SHORT_LINE,)
    assert edition.findings.get().code == "row-short"


def test_corrected_letters_are_those_of_the_edition(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member, said=DESCRIBED)
    decide(found, member, {SHORT_LINE: {"Client": "", "Fournisseur": "RA"}})

    edition = publish(found, member)

    row = Activity.objects.get(edition=edition, line=SHORT_LINE)
    cells = row.assignments.order_by("party__position")
    assert list(cells.values_list("letters", flat=True)) == ["", "RA"]


def test_the_same_file_again_names_the_edition_and_writes_nothing(member: Membership) -> None:
    known = make_edition(organisation=member.organisation, service="Coffre")
    found = make_import(by=member, said=DESCRIBED)

    with pytest.raises(EditionAlreadyLoaded) as raised:
        publish(found, member)

    assert raised.value.edition == known
    found.refresh_from_db()
    assert (bytes(found.content), found.published_as) == (PAGE.encode(), None)


def test_it_is_published_once_however_often_it_is_asked(member: Membership) -> None:
    found = make_import(by=member, said=DESCRIBED)
    revision = found.revision
    publish(found, member)
    again = MatrixImport.objects.get(pk=found.pk)
    again.content = PAGE.encode()

    with pytest.raises(ImportChanged):
        publish_import(matrix_import=again, revision=revision, by=member, at=NOW)

    assert Edition.objects.count() == 1


def test_the_next_edition_of_a_matrix_stands_beside_the_first(member: Membership) -> None:
    first = make_edition(organisation=member.organisation, service="Coffre")
    found = make_import(PAGE.replace("Payer", "Régler"), by=member)
    describe(matrix_import=found, revision=1, provenance=DESCRIBED, matrix=first.matrix)

    second = publish(found, member)

    assert second.matrix == first.matrix
    assert first.matrix.editions.count() == 2


def test_a_short_workbook_is_read_at_once_and_published(member: Membership) -> None:
    book, file = Workbook(), BytesIO()
    sheet = book.worksheets[0]
    for row in (["Section", "Activity", "Client", "Host"], ["1. Run", "Back up", "RA", "I"]):
        sheet.append(row)
    book.save(file)
    found = make_import(file.getvalue(), by=member, name="raci.xlsx", said=DESCRIBED)

    edition = publish(found, member)

    assert found.job_key is None
    assert edition.activities.get().text == "Back up"
    assert list(edition.parties.order_by("position").values_list("name", flat=True)) == [
        "Client",
        "Host",
    ]


def test_a_matrix_written_by_hand_is_published_as_it_was_written(member: Membership) -> None:
    found = make_written(member)
    describe(
        matrix_import=found,
        revision=found.revision,
        provenance=DESCRIBED | {"title": "À la main"},
        matrix=None,
    )

    edition = publish(found, member)

    rows = edition.activities.order_by("position")
    assert [row.text for row in rows] == ["Sauvegarder les données", "Effacer les disques"]
    assert [row.section.title for row in rows if row.section] == ["Exploiter", "Finir"]
    parties = edition.parties.order_by("position").values_list("name", "is_client")
    assert list(parties) == [("Nous", True), ("Hébergeur", False)]
    letters = [
        list(row.assignments.order_by("party__position").values_list("letters", flat=True))
        for row in rows
    ]
    assert letters == [["RA", "CI"], ["", "RA"]]
    assert "Sur demande" in rows[1].note
    assert not edition.findings.exclude(severity="info").exists()
