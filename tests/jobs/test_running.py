"""What a handler can count on, and what becomes of its job."""

import logging
import re
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings

from accounts.models import Organisation
from audit.models import Event
from jobs.models import Job
from jobs.services import (
    JobCancelled,
    JobLost,
    Watch,
    WorkerStops,
    claim,
    request_cancel,
    run,
    run_next,
    sweep,
)
from tests.builders import NOW
from tests.jobs.asking import make_claimed, make_job

pytestmark = pytest.mark.django_db


class Clock:
    """A clock that goes on when told to."""

    def __init__(self) -> None:
        """Start at NOW."""
        self.now = NOW

    def __call__(self) -> datetime:
        """Return the time."""
        return self.now

    def after(self, seconds: float) -> None:
        """Go on."""
        self.now += timedelta(seconds=seconds)


def test_what_the_handler_returns_is_the_result() -> None:
    make_job()

    job = run_next(clock=lambda: NOW)

    assert job is not None
    assert (job.state, job.result) == (Job.State.DONE, {"sum": 3})
    assert (job.done, job.total, job.attempts) == (2, 2, 1)
    assert (job.started_at, job.finished_at, job.heartbeat_at) == (NOW, NOW, None)


def test_nothing_is_done_when_nothing_waits() -> None:
    assert run_next() is None


def test_who_asked_first_is_served_first() -> None:
    first, second = make_job(), make_job()

    served = [run_next(), run_next()]

    assert served == [first, second]


def test_a_kind_without_a_handler_here_is_left_to_another_worker(settings: Settings) -> None:
    job = make_job("break")
    settings.JOB_HANDLERS = {"add": settings.JOB_HANDLERS["add"]}

    assert claim(at=NOW) is None

    job.refresh_from_db()
    assert job.state == Job.State.QUEUED


@pytest.mark.asvs("16.3.4", "16.5.1")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["break", "return-rubbish", "missing"])
def test_what_breaks_a_handler_is_in_the_log_and_only_a_reference_on_the_page(
    kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    make_job(kind)

    with caplog.at_level(logging.ERROR, logger="jobs"):
        job = run_next()

    assert job is not None
    assert job.state == Job.State.FAILED
    assert job.result.keys() == {"code", "reference"}
    assert job.result["code"] == "broken"
    assert re.fullmatch("[0-9a-f]{16}", job.result["reference"])
    [record] = caplog.records
    assert record.exc_info
    assert str(job.key) in record.getMessage()


def test_events_and_log_of_a_run_carry_its_reference() -> None:
    make_job("found")

    job = run_next()

    assert job is not None
    organisation = Organisation.objects.get(pk=job.result["organisation"])
    event = Event.objects.get(chain=f"organisation:{organisation.pk}")
    assert organisation.name == f"Run {event.request_id}"


def test_effect_and_end_are_written_together() -> None:
    make_job("found")

    job = run_next()

    assert job is not None
    assert job.state == Job.State.DONE
    assert Organisation.objects.filter(pk=job.result["organisation"]).exists()


def test_a_cancelled_job_has_no_effect_where_effect_and_end_are_one() -> None:
    make_job("cancel-itself", is_whole=True)

    job = run_next()

    assert job is not None
    assert job.state == Job.State.CANCELLED
    assert not Organisation.objects.filter(name="Effect").exists()


def test_a_wish_to_cancel_that_comes_after_the_work_is_done_is_too_late() -> None:
    make_job("cancel-itself", is_whole=False)

    job = run_next()

    assert job is not None
    assert job.state == Job.State.DONE
    assert job.cancel_requested_at is not None


def test_a_job_that_is_gone_stops_its_handler(caplog: pytest.LogCaptureFixture) -> None:
    make_job("lose-itself")

    job = run_next()

    assert job is None
    assert "taken away" in caplog.text


def test_a_worker_that_stops_puts_its_job_back() -> None:
    job = make_claimed()

    run(job=job, watch=Watch(job, is_stopping=lambda: True))

    job.refresh_from_db()
    assert (job.state, job.attempts, job.claim) == (Job.State.QUEUED, 0, None)


def test_a_worker_that_stops_cancels_a_job_that_was_to_be_cancelled() -> None:
    job = make_claimed()
    request_cancel(job=job, at=NOW)

    run(job=job, watch=Watch(job, is_stopping=lambda: True))

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


def test_inside_a_transaction_a_report_only_asks_whether_to_go_on() -> None:
    job = make_claimed()
    watch = Watch(job)

    with transaction.atomic():
        watch.progress(5, 10)

    job.refresh_from_db()
    assert (job.done, job.total, job.heartbeat_at) == (0, 0, NOW)


def test_inside_a_transaction_a_wish_to_cancel_is_seen() -> None:
    job = make_claimed()
    request_cancel(job=job, at=NOW)

    with transaction.atomic(), pytest.raises(JobCancelled):
        Watch(job).progress(5, 10)


@pytest.mark.django_db(transaction=True)
class TestReports:
    """Reports outside of any transaction, as handlers make them."""

    def test_a_report_says_how_far_it_is_and_that_somebody_lives(self) -> None:
        job, clock = make_claimed(), Clock()
        clock.after(3)

        Watch(job, clock=clock).progress(5, 10)

        job.refresh_from_db()
        assert (job.done, job.total) == (5, 10)
        assert job.heartbeat_at == NOW + timedelta(seconds=3)

    def test_reports_are_written_four_times_a_second_at_most(
        self, django_assert_num_queries: "pytest.FixtureRequest"
    ) -> None:
        job, clock = make_claimed(), Clock()
        watch = Watch(job, clock=clock)

        with django_assert_num_queries(5):  # type: ignore[operator]
            for step in range(1_001):
                watch.progress(step, 1_001)
                clock.after(0.001)

    def test_a_report_beyond_the_total_is_the_total(self) -> None:
        job = make_claimed()

        Watch(job).progress(11, 10)

        job.refresh_from_db()
        assert (job.done, job.total) == (10, 10)

    def test_a_wish_to_cancel_is_seen_at_the_next_report(self) -> None:
        job, clock = make_claimed(), Clock()
        watch = Watch(job, clock=clock)
        watch.progress(1, 10)
        request_cancel(job=job, at=NOW)

        clock.after(1)

        with pytest.raises(JobCancelled):
            watch.progress(2, 10)

    def test_a_worker_that_was_taken_for_dead_writes_nothing_more(self) -> None:
        job, clock = make_claimed(), Clock()
        clock.after(60)
        sweep(at=clock.now)
        taken = claim(at=clock.now)
        watch = Watch(job, clock=clock)

        with pytest.raises(JobLost):
            watch.progress(5, 10)
        with pytest.raises(JobLost), transaction.atomic():
            watch.finish({"sum": 9})
        ended = watch.end(Job.State.DONE, {"sum": 9})

        job.refresh_from_db()
        assert taken is not None
        assert ended == watch.hand_back() == 0
        assert (job.claim, job.state, job.result) == (taken.claim, Job.State.RUNNING, {})

    def test_a_worker_that_is_to_stop_stops_its_handler(self) -> None:
        job = make_claimed()

        with pytest.raises(WorkerStops):
            Watch(job, is_stopping=lambda: True).progress(1, 10)
