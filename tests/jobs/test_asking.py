"""Asking for background work, and asking to stop it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from assessments.services.organisations import delete_organisation
from audit.models import Event
from jobs.models import Job
from jobs.services import UnknownKind, claim, enqueue, purge, request_cancel, run_next
from tests.builders import NOW, make_member, make_organisation
from tests.jobs.asking import ORGANISATION, make_claimed, make_job

pytestmark = pytest.mark.django_db


def test_a_job_waits_with_what_it_was_asked() -> None:
    member = make_member()

    job = enqueue(
        kind="add",
        organisation_id=member.organisation_id,
        made_by_id=member.pk,
        payload={"one": 1},
        at=NOW,
    )

    kept = Job.objects.get(key=job.key)
    assert kept.state == Job.State.QUEUED
    assert kept.payload == {"one": 1}
    assert (kept.created_at, kept.started_at, kept.finished_at) == (NOW, None, None)
    assert (kept.done, kept.total, kept.attempts) == (0, 0, 0)


def test_asking_is_no_event() -> None:
    before = Event.objects.count()

    make_job()

    assert Event.objects.count() == before


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(UnknownKind):
        make_job("dance")

    assert not Job.objects.exists()


@pytest.mark.asvs("8.4.1")
def test_a_member_of_another_organisation_cannot_be_the_maker() -> None:
    member = make_member()
    other = make_organisation()

    with pytest.raises(IntegrityError, match="another organisation"), transaction.atomic():
        enqueue(kind="add", organisation_id=other.pk, made_by_id=member.pk, payload={}, at=NOW)

    assert not Job.objects.exists()


def test_a_queued_job_is_cancelled_at_once() -> None:
    job = make_job()

    request_cancel(job=job, at=NOW)

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert (job.cancel_requested_at, job.finished_at) == (NOW, NOW)
    assert claim(at=NOW) is None


def test_a_running_job_is_only_asked_to_stop() -> None:
    job = make_claimed()

    request_cancel(job=job, at=NOW)
    request_cancel(job=job, at=NOW + timedelta(minutes=1))

    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
    assert (job.cancel_requested_at, job.finished_at) == (NOW, None)


def test_a_job_that_ended_stays_as_it_ended() -> None:
    job = make_job()
    run_next()

    request_cancel(job=job, at=NOW)

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert job.cancel_requested_at is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        pytest.param("payload", {"one": 9}, id="payload"),
        pytest.param("organisation_id", ORGANISATION + 1, id="organisation"),
        pytest.param("kind", "break", id="kind"),
    ],
)
def test_what_was_asked_never_changes(column: str, value: object) -> None:
    job = make_job()

    with pytest.raises(IntegrityError, match="what a job asks is kept"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**{column: value})


def test_nothing_changes_in_a_job_that_ended() -> None:
    job = make_job()
    run_next()

    with pytest.raises(IntegrityError, match="stays as it ended"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(result={"sum": 4})


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"state": "asleep"}, id="state unknown"),
        pytest.param({"state": "running"}, id="running and held by nobody"),
        pytest.param({"state": "done"}, id="done at no time"),
        pytest.param({"finished_at": NOW}, id="finished and still waiting"),
        pytest.param({"state": "cancelled", "finished_at": NOW}, id="cancelled by nobody"),
        pytest.param({"heartbeat_at": NOW}, id="alive and not running"),
        pytest.param({"done": 2, "total": 1}, id="more than all"),
    ],
)
def test_the_database_refuses_facts_that_do_not_fit(values: dict[str, object]) -> None:
    job = make_job()

    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


def test_results_are_kept_for_a_week() -> None:
    old, recent, waiting = make_job(), make_job(), make_job()
    run_next(clock=lambda: NOW)
    run_next(clock=lambda: NOW + timedelta(days=1))

    gone = purge(at=NOW + timedelta(days=7, seconds=1))

    assert gone == 1
    assert set(Job.objects.values_list("pk", flat=True)) == {recent.pk, waiting.pk}
    assert old.pk not in {recent.pk, waiting.pk}


def test_an_organisation_is_deleted_with_its_jobs() -> None:
    organisation, other = make_organisation(), make_organisation()
    make_job(organisation_id=organisation.pk)
    kept = make_job(organisation_id=other.pk)

    delete_organisation(organisation=organisation, at=NOW)

    assert list(Job.objects.all()) == [kept]
