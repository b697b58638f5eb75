"""Long files: read and published by a job, with progress, and nothing left when it is stopped."""

from typing import Any

import pytest

from accounts.models import Membership
from jobs.models import Job
from jobs.services import claim, request_cancel, run, run_next
from jobs.services.watching import JobCancelled, Watch
from matrix.models import Activity, Edition, Matrix, MatrixImport
from matrix.readers import Progress, ReadMatrix
from matrix.selectors.previewing import Preview
from matrix.services.importing import (
    NotDescribed,
    choose,
    describe,
    look_at,
    publish_import,
    publish_in_background,
    read_in_background,
    working,
)
from matrix.services.importing.reading import read_whole
from tests.builders import NOW, PAGE, make_edition, make_page
from tests.matrix.importing.imports import (
    DESCRIBED,
    LONG,
    SHORT_PAGE,
    make_import,
    make_long_import,
)

pytestmark = pytest.mark.django_db


def read(found: MatrixImport) -> MatrixImport:
    """Do the job that reads an import, and return the import as it is then."""
    job = run_next()
    assert job is not None
    assert (job.state, job.result) == (Job.State.DONE, {"import": str(found.key)})
    return MatrixImport.objects.get(pk=found.pk)


def ready(member: Membership, page: str = "") -> MatrixImport:
    """Return a long import that was read and described."""
    found = read(make_import(page or make_page(LONG), by=member))
    return describe(matrix_import=found, revision=1, provenance=DESCRIBED, matrix=None)


def publish(found: MatrixImport, by: Membership) -> Job:
    """Ask for an import to be published, and do the job."""
    asked = publish_import(matrix_import=found, revision=found.revision, by=by, at=NOW)
    assert asked is None
    job = run_next()
    assert job is not None
    return job


def preview_of(found: MatrixImport) -> Preview:
    """Return what is kept of a long file."""
    preview = look_at(found).preview
    assert preview is not None
    return preview


def test_a_job_keeps_what_the_preview_shows(member: Membership) -> None:
    found = read(make_long_import(member))

    preview = preview_of(found)

    assert found.job_key is None
    assert (preview.activities, preview.duties, preview.sections) == (LONG, LONG, LONG // 10)
    assert preview.is_sample
    assert len(preview.rows) == 200
    assert preview.rows[0].source == ("| Tenir le registre 1 | RA | I |",)
    assert preview.published_on is not None
    assert preview.layout.format == "markdown"


def test_the_sample_holds_the_rows_with_findings_wherever_they_stand(member: Membership) -> None:
    page = make_page(LONG).replace("| Tenir le registre 449 | RA | I |", "| Rien | RA |")

    preview = preview_of(read(make_import(page, by=member)))

    odd = next(row for row in preview.rows if row.text == "Rien")
    assert [found.code for found in odd.findings] == ["row-short", "shifted-suspect"]
    assert preview.asked == (odd.line,)
    assert odd.is_asked


def test_a_long_text_with_few_rows_shows_them_all(member: Membership) -> None:
    found = read(make_import(PAGE + "Note. " * 40_000, by=member))

    preview = preview_of(found)

    assert (preview.activities, len(preview.rows), preview.is_sample) == (5, 5, False)


def test_a_sheet_of_many_rows_is_read_by_a_job_whatever_its_size(member: Membership) -> None:
    rows = "".join(f"Keep register {number},RA,I\n" for number in range(LONG))
    content = f"Activity,Client,Host\n{rows}".encode()

    found = read(make_import(content, by=member, name="registers.csv"))

    preview = preview_of(found)
    assert preview.activities == LONG
    assert preview.rows[0].source == ("Keep register 0,RA,I",)


def test_what_a_job_cannot_read_is_kept_as_its_refusal(member: Membership) -> None:
    page = PAGE.replace("Client", "Ville").replace("Fournisseur", "Région")

    found = read(make_import(page + "Note. " * 40_000, by=member))

    refusal = look_at(found).refusal
    assert refusal is not None
    assert (refusal.code, look_at(found).preview) == ("no-role-column", None)


def test_a_job_for_an_older_decision_changes_nothing(member: Membership) -> None:
    found = make_long_import(member)
    old = Job.objects.get()
    choose(matrix_import=found, revision=1, chosen={"party": "Fournisseur"}, by=member, at=NOW)

    result = read_in_background(old, Watch(old))

    found.refresh_from_db()
    assert (result, found.outcome) == ({}, {})


def test_a_description_given_while_it_is_read_is_kept(member: Membership) -> None:
    found = make_long_import(member)
    describe(matrix_import=found, revision=1, provenance=DESCRIBED, matrix=None)

    found = read(found)

    assert found.provenance == DESCRIBED
    assert preview_of(found).activities == LONG


def test_a_reading_that_is_cancelled_leaves_nothing(member: Membership) -> None:
    found = make_long_import(member)
    job = claim(at=NOW)
    assert job is not None
    request_cancel(job=job, at=NOW)

    run(job=job, watch=Watch(job))

    found.refresh_from_db()
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert found.outcome == {}


def test_a_job_publishes_a_long_file(member: Membership) -> None:
    found = ready(member)

    job = publish(found, member)

    edition = Edition.objects.get()
    assert (job.state, job.result) == (Job.State.DONE, {"edition": edition.pk})
    assert edition.activities.count() == LONG
    found.refresh_from_db()
    assert (found.published_as, found.job_key, found.outcome) == (edition, None, {})


def test_publishing_that_is_cancelled_leaves_nothing(
    member: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ready(member)
    publish_import(matrix_import=found, revision=found.revision, by=member, at=NOW)

    # The wish comes while the rows are written: the last statement of the transaction sees it.
    def refuse(_watch: Watch, _result: Any) -> None:
        raise JobCancelled

    monkeypatch.setattr(Watch, "finish", refuse)
    job = claim(at=NOW)
    assert job is not None
    with pytest.raises(JobCancelled):
        publish_in_background(job, Watch(job))

    assert not Edition.objects.exists()
    assert not Matrix.objects.exists()
    assert not Activity.objects.exists()
    found.refresh_from_db()
    assert bytes(found.content) == make_page(LONG).encode()


def test_publishing_twice_is_publishing_once(member: Membership) -> None:
    found = ready(member)
    job = publish(found, member)

    again = publish_in_background(job, Watch(job))

    assert again == {}
    assert Edition.objects.count() == 1


@pytest.mark.thorough
def test_a_long_file_that_is_there_already_is_said_to_be(member: Membership) -> None:
    known = make_edition(
        make_page(LONG), organisation=member.organisation, service=DESCRIBED["service"]
    )
    found = ready(member)

    publish(found, member)

    found.refresh_from_db()
    assert found.outcome["failure"] == {"code": "already-loaded", "edition": known.pk}
    assert preview_of(found).activities == LONG


@pytest.mark.thorough
def test_a_text_too_long_for_the_library_is_said_and_can_be_tried_again(
    member: Membership,
) -> None:
    found = ready(member, make_page(LONG).replace("Partie 3", "P" * 501))

    publish(found, member)
    found.refresh_from_db()
    failure = found.outcome["failure"]
    publish_import(matrix_import=found, revision=found.revision, by=member, at=NOW)

    assert failure["code"] == "too-large"
    assert not Edition.objects.exists()
    assert "failure" not in found.outcome


def test_an_import_that_changed_while_it_was_published_stays_to_be_looked_at(
    member: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = ready(member)
    publish_import(matrix_import=found, revision=found.revision, by=member, at=NOW)

    # Somebody describes it anew between the reading and the writing.
    def read_slowly(changing: MatrixImport, progress: Progress) -> ReadMatrix:
        MatrixImport.objects.filter(pk=found.pk).update(revision=99)
        return read_whole(changing, progress)

    monkeypatch.setattr(working, "read_whole", read_slowly)
    run_next()

    found.refresh_from_db()
    assert found.outcome["failure"] == {"code": "not-ready"}
    assert not Edition.objects.exists()


def test_what_is_missing_is_said_before_a_job_is_asked_for(member: Membership) -> None:
    found = read(make_long_import(member))

    with pytest.raises(NotDescribed) as raised:
        publish_import(matrix_import=found, revision=1, by=member, at=NOW)

    assert raised.value.missing == ("provider", "service")
    assert Job.objects.count() == 1


def test_a_file_made_short_by_a_choice_needs_no_job(member: Membership) -> None:
    found = make_import(SHORT_PAGE, by=member)

    choose(matrix_import=found, revision=1, chosen={"header_row": None}, by=member, at=NOW)

    assert found.job_key is None
    assert not Job.objects.exists()
    assert PAGE != SHORT_PAGE
