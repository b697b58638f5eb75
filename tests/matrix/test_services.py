"""Publishing and withdrawing editions."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Assessment
from audit.models import INSTALLATION, Event, chain_of
from audit.selectors import verify_chains
from matrix.bundles import Provenance
from matrix.models import Activity, Assignment, Edition, Finding, Matrix, Party, Provider, Section
from matrix.readers import Choice, MatrixRefused, ReadMatrix, read_matrix
from matrix.services import (
    EditionAlreadyLoaded,
    EditionInUse,
    publish_edition,
    withdraw_edition,
)
from tests.builders import (
    NOW,
    PAGE,
    make_edition,
    make_labels,
    make_organisation,
    make_page,
    make_user,
)

pytestmark = pytest.mark.django_db

PROVENANCE = Provenance(provider="Fournisseur", service="Coffre", source_name="Page")
PARTS = (Party, Section, Activity, Assignment, Finding)


def _read(page: str = PAGE) -> ReadMatrix:
    return read_matrix(page.encode(), Choice("page.fr.md"))


def _publish(page: str = PAGE, provenance: Provenance = PROVENANCE) -> Edition:
    return publish_edition(
        reading=_read(page), source=page.encode(), provenance=provenance, at=NOW
    )


def _rows() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in (Edition, *PARTS)}


def test_an_edition_holds_what_was_read() -> None:
    edition = _publish()

    edition.refresh_from_db()
    activity = edition.activities.select_related("section__parent").get(position=3)
    assert edition.state == Edition.State.PUBLISHED
    assert bytes(edition.source) == PAGE.encode()
    assert edition.dates == [
        {"verbatim": "2026-03-02", "value": "2026-03-02", "where": "front-matter", "line": 3}
    ]
    assert edition.legend[0] == ["R", "Réalise"]
    assert list(edition.parties.values_list("name", "is_client").order_by("position")) == [
        ("Client", True),
        ("Fournisseur", False),
    ]
    assert activity.text == "Vérifier l’intégrité des copies"
    assert activity.folded == "verifier l'integrite des copies"
    assert activity.section is not None
    assert activity.section.parent is not None
    assert activity.section.parent.number == "2"
    assert list(activity.assignments.values_list("letters", flat=True).order_by("party")) == [
        "A",
        "R",
    ]


def test_findings_are_stored_with_their_values() -> None:
    page = PAGE.replace("| RA | |", "| RA |")

    edition = _publish(page)

    found = edition.findings.get()
    assert (found.code, found.severity, found.values) == ("row-short", "warning", ["Fournisseur"])


def test_publishing_tells_the_chain_of_the_organisation() -> None:
    organisation, user = make_organisation(), make_user()

    edition = publish_edition(
        reading=_read(),
        source=PAGE.encode(),
        provenance=PROVENANCE,
        organisation=organisation,
        by=user,
        at=NOW,
    )

    event = Event.objects.of_chain(chain_of(organisation.pk)).in_sequence().last()
    assert event is not None
    assert (event.verb, event.object_id, event.actor_id) == (
        "edition-published",
        str(edition.pk),
        user.pk,
    )
    assert event.new == {"sha256": edition.sha256, "activities": 5}
    assert all(result.broken_at is None for result in verify_chains())


def test_a_bundled_edition_is_told_to_the_chain_of_the_installation() -> None:
    edition = _publish()

    event = Event.objects.of_chain(INSTALLATION).get(verb="edition-published")
    assert event.object_id == str(edition.pk)


def test_the_same_file_again_is_said_to_be_there_and_changes_nothing() -> None:
    edition = _publish()
    rows = _rows(), Event.objects.count()

    with pytest.raises(EditionAlreadyLoaded) as raised:
        _publish()

    assert raised.value.edition == edition
    assert (_rows(), Event.objects.count()) == rows


def test_an_organisation_can_have_the_file_that_is_bundled() -> None:
    bundled = _publish()

    own = publish_edition(
        reading=_read(),
        source=PAGE.encode(),
        provenance=PROVENANCE,
        organisation=make_organisation(),
        at=NOW,
    )

    assert own.matrix != bundled.matrix
    assert own.matrix.provider == bundled.matrix.provider


def test_a_name_in_another_alphabet_has_a_place_of_its_own() -> None:
    first = _publish(provenance=replace(PROVENANCE, service="クラウド"))

    second = _publish(provenance=replace(PROVENANCE, service="サーバー"))

    assert first.matrix != second.matrix


def test_the_source_must_be_the_file_that_was_read() -> None:
    with pytest.raises(ValueError, match="not the file"):
        publish_edition(reading=_read(), source=b"other", provenance=PROVENANCE, at=NOW)

    assert not Edition.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        pytest.param("Essai - Qui fait quoi", "T" * 301, "the page", id="title"),
        pytest.param("2.1. Sauvegarder", "2.1. " + "S" * 501, "line 24", id="section"),
    ],
)
def test_a_text_longer_than_its_column_is_refused_and_nothing_is_written(
    old: str, new: str, where: str
) -> None:
    page = PAGE.replace(old, new)

    with pytest.raises(MatrixRefused) as raised:
        _publish(page)

    assert (raised.value.code, raised.value.where) == ("too-large", where)
    assert set(_rows().values()) == {0}
    assert not Matrix.objects.exists()
    assert not Provider.objects.exists()


def test_a_page_of_300_rows_takes_as_many_queries_as_a_page_of_one() -> None:
    with CaptureQueriesContext(
        connection,
    ) as short:
        _publish(make_page(1), replace(PROVENANCE, service="Court"))
    with CaptureQueriesContext(connection) as long:
        _publish(make_page(200), replace(PROVENANCE, service="Long"))

    assert len(long) - len(short) <= 2


def test_withdrawing_deletes_an_edition_whole() -> None:
    kept, edition = make_edition(), make_edition()
    make_labels(edition)
    rows = {model: model._default_manager.count() for model in PARTS}

    withdraw_edition(edition=edition, by=make_user(), at=NOW)

    assert list(Edition.objects.all()) == [kept]
    assert all(
        model._default_manager.count() * 2 == count for model, count in rows.items() if count
    )
    event = Event.objects.of_chain(INSTALLATION).get(verb="edition-withdrawn")
    assert event.old == {"sha256": edition.sha256}


def test_an_edition_that_an_assessment_stands_on_stays() -> None:
    edition = make_edition()
    Assessment.objects.create(
        organisation=make_organisation(),
        edition=edition,
        client_party=edition.parties.get(is_client=True),
        scope="Production",
        starts_on="2026-09-01",
        ends_on="2026-11-30",
        created_at=NOW,
    )

    with pytest.raises(EditionInUse):
        withdraw_edition(edition=edition, at=NOW)

    edition.refresh_from_db()
    assert edition.withdrawn_at is None
    assert edition.activities.count() == 5


def test_an_organisation_goes_whole_with_its_withdrawn_editions() -> None:
    organisation = make_organisation()
    make_labels(make_edition(organisation=organisation))
    Edition.objects.filter(matrix__organisation=organisation).update(withdrawn_at=NOW)

    organisation.delete()

    assert set(_rows().values()) == {0}
