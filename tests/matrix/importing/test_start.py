"""Bringing a file: what is kept, what is refused, what is read by a job."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from audit.models import Event, chain_of
from jobs.models import Job
from matrix.models import Edition, MatrixImport
from matrix.readers import MatrixRefused
from matrix.services.importing import (
    ImportChanged,
    TooManyRows,
    amend_edition,
    choose,
    discard_import,
    look_at,
    publish_import,
    remove_stale_imports,
    start_import,
    start_written,
)
from tests.builders import NOW, PAGE, make_edition, make_member, make_page
from tests.matrix.importing.imports import DESCRIBED, make_import, make_long_import

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_byte_for_byte_and_nothing_is_in_the_library() -> None:
    member = make_member()

    found = start_import(name="page.md", content=PAGE.encode(), by=member, at=NOW)

    found.refresh_from_db()
    assert (bytes(found.content), found.name) == (PAGE.encode(), "page.md")
    assert (found.made_by, found.made_at, found.job_key) == (member, NOW, None)
    assert not Edition.objects.exists()
    assert not Job.objects.exists()


def test_starting_tells_the_chain_of_the_organisation() -> None:
    found = make_import()

    event = Event.objects.of_chain(chain_of(found.organisation_id)).get(verb="import-started")
    assert (event.object_kind, event.object_id) == ("import", str(found.pk))
    assert event.new == {"bytes": len(PAGE.encode()), "is_written": False}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty", id="empty"),
        pytest.param(b"\x00\x01 not a text", "not-text", id="binary"),
        pytest.param(b"%PDF-1.7 ...", "unsupported-format", id="pdf"),
    ],
)
def test_what_no_choice_can_cure_is_refused_and_not_kept(content: bytes, code: str) -> None:
    with pytest.raises(MatrixRefused) as raised:
        make_import(content)

    assert raised.value.code == code
    assert not MatrixImport.objects.exists()


def test_a_page_whose_client_is_not_known_is_kept_until_a_person_says_which() -> None:
    member = make_member()
    page = PAGE.replace("Client", "Ville").replace("Fournisseur", "Région")
    found = make_import(page, by=member)
    refusal = look_at(found).refusal

    choose(matrix_import=found, revision=1, chosen={"party": "Ville"}, by=member, at=NOW)

    assert refusal is not None
    assert refusal.code == "no-role-column"
    preview = look_at(found).preview
    assert preview is not None
    assert (preview.client_party, preview.duties) == ("Ville", 3)


def test_a_file_larger_than_what_is_read_is_refused(settings: object) -> None:
    settings.MATRIX_MAX_BYTES = 300_000  # type: ignore[attr-defined]

    with pytest.raises(MatrixRefused) as raised:
        make_import(PAGE + "x" * 300_000)

    assert raised.value.code == "too-large"


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(make_page(450), id="rows"),
        pytest.param(PAGE + "\n" + "Note. " * 40_000, id="bytes"),
    ],
)
def test_a_long_file_is_read_by_a_job(page: str) -> None:
    member = make_member()

    found = make_import(page, by=member)

    job = Job.objects.get()
    assert (job.kind, job.key, job.made_by_id) == ("read-import", found.job_key, member.pk)
    assert job.payload == {"import": found.pk}
    assert look_at(found).preview is None


def test_a_matrix_is_begun_by_hand_without_a_row() -> None:
    found = start_written(
        name="À la main", parties=("Nous", "Eux"), ours="Nous", by=make_member(), at=NOW
    )

    assert bytes(found.content).decode() == "Section,Activity,Nous,Eux,Note\n"
    assert (found.is_written, found.choice) == (True, {"party": "Nous"})


def test_amending_an_own_edition_begins_the_next_one_with_its_rows() -> None:
    member = make_member()
    edition = make_edition(organisation=member.organisation, service="Coffre")

    with override("en"):
        found = amend_edition(edition=edition, by=member, at=NOW)

    lines = bytes(found.content).decode().splitlines()
    assert lines[0] == "Section,Activity,Client,Fournisseur,Note"
    assert lines[1] == "1.1 Commander,Choisir la région d’hébergement,RA,I,"
    assert len(lines) == 6
    assert found.matrix == edition.matrix
    assert found.choice == {"party": "Client"}
    assert found.provenance["service"] == "Coffre"
    assert found.provenance["attribution"] == "© Fournisseur d’essai, modified"


def test_amending_a_bundled_edition_begins_a_matrix_of_ones_own() -> None:
    edition = make_edition(service="Coffre")

    found = amend_edition(edition=edition, by=make_member(), at=NOW)

    assert found.matrix is None
    assert found.provenance["provider"] == "Fournisseur d’essai"


def test_a_draft_of_an_edition_without_attribution_invents_none() -> None:
    member = make_member()
    found = make_import(by=member, said=DESCRIBED)
    edition = publish_import(matrix_import=found, revision=2, by=member, at=NOW)
    assert edition is not None

    draft = amend_edition(edition=edition, by=member, at=NOW)

    assert draft.provenance["attribution"] == ""


def test_an_edition_of_too_many_rows_is_not_amended_by_hand() -> None:
    edition = make_edition(make_page(501))

    with pytest.raises(TooManyRows):
        amend_edition(edition=edition, by=make_member(), at=NOW)

    assert not MatrixImport.objects.exists()


def test_discarding_forgets_the_file_stops_its_job_and_tells() -> None:
    member = make_member()
    found = make_long_import(member)
    pk = found.pk

    discard_import(matrix_import=found, by=member, at=NOW)

    assert not MatrixImport.objects.exists()
    assert Job.objects.get().state == Job.State.CANCELLED
    event = Event.objects.of_chain(chain_of(member.organisation_id)).get(verb="import-discarded")
    assert event.object_id == str(pk)


def test_a_published_import_is_not_discarded() -> None:
    member = make_member()
    found = make_import(by=member, said=DESCRIBED)
    publish_import(matrix_import=found, revision=found.revision, by=member, at=NOW)

    with pytest.raises(ImportChanged):
        discard_import(matrix_import=found, by=member, at=NOW)

    assert Edition.objects.count() == 1


def test_what_was_brought_a_month_ago_goes_with_the_next_file() -> None:
    member, other = make_member(), make_member()
    old, foreign = make_import(by=member), make_import(by=other)

    later = start_import(
        name="b.md", content=PAGE.encode(), by=member, at=NOW + timedelta(days=31)
    )

    assert set(MatrixImport.objects.all()) == {foreign, later}
    assert remove_stale_imports(at=NOW + timedelta(days=31)) == 1
    assert old.pk is not None
