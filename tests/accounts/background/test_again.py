"""Background work that came to nothing is asked for again, by who may."""

import pytest

from accounts.models import Membership
from accounts.rights import Role
from accounts.selectors.background import (
    NotAgain,
)
from accounts.services import change_role
from accounts.services.background import run_again
from assessments.models import MadeFile
from jobs.models import Job
from jobs.services import run_next
from matrix.models import MatrixImport
from matrix.services.importing import describe, discard_import, publish_import
from tests.accounts.background.working import (
    LATER,
    line_of,
    make_asked,
    make_cancelled,
    make_failed,
    signed_in,
    work_url,
)
from tests.builders import NOW, make_assessment, make_member
from tests.builders.made import make_asked_file, make_made_file
from tests.matrix.importing.imports import DESCRIBED, make_long_import

pytestmark = pytest.mark.django_db


def test_a_workbook_is_asked_for_again_by_who_presses(manager: Membership) -> None:
    viewer = make_member(Role.VIEWER, organisation=manager.organisation)
    assessment = make_assessment(manager)
    made = make_asked_file(assessment, by=viewer, query="coverage=gap")
    job = make_failed(Job.objects.get(key=made.job_key))

    address = run_again(job=job, by=manager, at=LATER)

    asked = MadeFile.objects.exclude(pk=made.pk).get()
    another = Job.objects.get(key=asked.job_key)
    assert (asked.asked_by, asked.query, asked.language) == (manager, "coverage=gap", "en")
    assert str(asked.key) in address
    assert (another.state, another.made_by_id) == (Job.State.QUEUED, manager.pk)
    assert Job.objects.get(pk=job.pk).state == Job.State.FAILED


def test_a_second_press_asks_for_nothing_more(manager: Membership) -> None:
    job = make_cancelled(make_asked(manager)[1])

    addresses = {run_again(job=job, by=manager, at=LATER) for _ in range(2)}

    assert len(addresses) == 1
    assert Job.objects.count() == 2


def test_what_went_well_goes_on_or_is_gone_is_not_run_again(manager: Membership) -> None:
    done = Job.objects.get(key=make_made_file(make_assessment(manager), by=manager).job_key)
    waiting = make_asked(manager)[1]
    made, job = make_asked(manager)
    gone = make_cancelled(job)
    made.delete()

    for each in (done, waiting, gone):
        with pytest.raises(NotAgain):
            run_again(job=each, by=manager, at=LATER)

    assert Job.objects.count() == 3


def test_a_long_matrix_is_read_again_as_it_was_decided(manager: Membership) -> None:
    found = make_long_import(manager)
    job = make_failed(Job.objects.get())

    address = run_again(job=job, by=manager, at=LATER)

    another = Job.objects.queued().get()
    assert str(found.key) in address
    assert MatrixImport.objects.get().job_key == another.key != job.key
    assert run_next() is not None
    assert MatrixImport.objects.get().outcome["preview"]
    with pytest.raises(NotAgain):
        run_again(job=job, by=manager, at=LATER)  # it waits for another by now


def test_reading_a_matrix_that_was_discarded_is_not_run_again(manager: Membership) -> None:
    found = make_long_import(manager)
    job = make_failed(Job.objects.get())
    discard_import(matrix_import=found, by=manager, at=NOW)

    with pytest.raises(NotAgain):
        run_again(job=job, by=manager, at=LATER)

    assert line_of(job, manager).place is None


def test_reading_is_asked_for_again_only_with_the_right_to(manager: Membership) -> None:
    found = make_long_import(manager)
    job = make_failed(Job.objects.get())
    change_role(membership=manager, role=Role.VIEWER, at=NOW, by=manager.user)
    reader = Membership.objects.get(pk=manager.pk)

    line = line_of(job, reader)

    assert (line.place, line.may_run_again) == (None, False)
    assert signed_in(reader).post(work_url(reader, "run_again", job.key)).status_code == 403
    with pytest.raises(NotAgain):
        run_again(job=job, by=reader, at=LATER)
    assert MatrixImport.objects.get().job_key == found.job_key


def test_publishing_is_decided_on_its_page_and_never_run_again_from_the_list(
    manager: Membership,
) -> None:
    found = make_long_import(manager)
    run_next(clock=lambda: NOW)
    found.refresh_from_db()
    found = describe(matrix_import=found, revision=1, provenance=DESCRIBED, matrix=None)
    publish_import(matrix_import=found, revision=found.revision, by=manager, at=NOW)
    job = make_cancelled(Job.objects.get(kind="publish-import"))

    line = line_of(job, manager)

    assert (line.name, line.may_run_again) == ("Publish a matrix", False)
    assert line.place is not None
    assert str(found.key) in line.place.url
    with pytest.raises(NotAgain):
        run_again(job=job, by=manager, at=LATER)


def test_a_click_stops_it_and_another_runs_it_again(manager: Membership) -> None:
    job = make_asked(manager)[1]
    client = signed_in(manager)

    stopped = client.post(work_url(manager, "cancel_background", job.key))
    again = client.post(work_url(manager, "run_again", job.key))
    too_early = client.post(work_url(manager, "run_again", Job.objects.queued().get().key))

    assert stopped["Location"] == work_url(manager)
    assert Job.objects.get(pk=job.pk).state == Job.State.CANCELLED
    assert again.status_code == 302
    assert too_early.status_code == 409
    assert "cannot be run again" in too_early.text
    assert Job.objects.count() == 2
