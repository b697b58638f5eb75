"""The worker: its turns, its thread in the server, and its death."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string
from pytest_django.fixtures import Settings

from jobs import worker as module
from jobs.models import Job
from jobs.services import request_cancel, run_next, sweep
from jobs.services.claiming import SILENT
from jobs.worker import Worker
from raci_project import settings as project
from tests.builders import NOW
from tests.jobs.asking import make_claimed, make_job
from tests.messages import ROOT
from tests.processes import environment

pytestmark = pytest.mark.django_db(transaction=True)

LONG = 2_000
SECONDS = 30.0


def wait_until(holds: Callable[[], bool], *, seconds: float = SECONDS) -> None:
    """Wait until something holds, and fail when it does not in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.05)


def is_at_work(job: Job) -> bool:
    """Tell whether a worker has reported on the job."""
    job.refresh_from_db()
    return job.state == Job.State.RUNNING and job.done > 0


@contextmanager
def embedded() -> Iterator[Worker]:
    """Have a worker in a thread, as `make run` does."""
    worker = Worker()
    worker.start()
    try:
        yield worker
    finally:
        assert worker.stop(seconds=SECONDS)


@contextmanager
def process() -> Iterator["subprocess.Popen[bytes]"]:
    """Have a worker in a process of its own."""
    command = [sys.executable, "-m", "tests.jobs.process"]
    with subprocess.Popen(command, env=environment(), cwd=ROOT) as started:  # noqa: S603
        try:
            yield started
        finally:
            started.kill()


def test_a_turn_does_one_job_and_says_so() -> None:
    job = make_job()
    worker = Worker()

    turns = [worker.turn(), worker.turn()]

    job.refresh_from_db()
    assert turns == [True, False]
    assert job.state == Job.State.DONE


def test_a_turn_takes_jobs_from_the_dead_and_clears_away_old_results() -> None:
    old = make_job()
    run_next(clock=lambda: NOW - timedelta(days=30))
    lost = make_claimed()

    Worker(clock=lambda: NOW + SILENT * 2).turn()

    lost.refresh_from_db()
    assert lost.state == Job.State.DONE
    assert not Job.objects.filter(pk=old.pk).exists()


def test_a_worker_that_is_told_so_ends_when_nothing_waits() -> None:
    jobs = [make_job() for _ in range(3)]

    Worker().work(until_empty=True)

    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.DONE}
    assert len(jobs) == 3


@pytest.mark.asvs("16.5.2")
def test_a_database_that_is_away_is_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(**_: object) -> None:
        raise OperationalError("the server went away")

    job = make_job()
    worker = Worker()
    with monkeypatch.context() as patch:
        patch.setattr(module, "claim", away)
        first = worker.turn()

    second = worker.turn()

    assert (first, second) == (False, True)
    assert "waits for the database" in caplog.text
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE


@pytest.mark.thorough
def test_a_long_step_without_a_report_is_not_taken_for_a_death(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "BEAT_SECONDS", 0.05)
    job = make_job("count", steps=1, seconds=2)
    alive_later = Job.objects.filter(
        pk=job.pk, heartbeat_at__gt=F("started_at") + timedelta(seconds=0.5)
    )

    with embedded():
        wait_until(alive_later.exists, seconds=5)

    job.refresh_from_db()
    assert job.state == Job.State.DONE


def test_a_thread_of_the_server_does_what_is_asked() -> None:
    with embedded():
        job = make_job()
        wait_until(lambda: Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists())

    job.refresh_from_db()
    assert job.result == {"sum": 3}


@pytest.mark.thorough
def test_a_thread_that_stops_leaves_its_job_to_be_taken_again() -> None:
    job = make_job("count", steps=LONG)
    with embedded() as worker:
        wait_until(lambda: is_at_work(job))

        is_over = worker.stop(seconds=5)

    job.refresh_from_db()
    assert is_over
    assert (job.state, job.attempts, job.claim) == (Job.State.QUEUED, 0, None)


@pytest.mark.thorough
def test_a_running_job_is_cancelled_within_a_second() -> None:
    job = make_job("count", steps=LONG)
    with embedded():
        wait_until(lambda: is_at_work(job))

        request_cancel(job=job, at=timezone.now())
        wait_until(lambda: Job.objects.filter(pk=job.pk).exclude(finished_at=None).exists())

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert job.finished_at is not None
    assert job.cancel_requested_at is not None
    assert job.finished_at - job.cancel_requested_at < timedelta(seconds=1)


@pytest.mark.thorough
def test_a_job_survives_the_kill_of_its_worker(settings: Settings) -> None:
    job = make_job("count", steps=LONG)
    with process() as started:
        wait_until(lambda: is_at_work(job))
        started.kill()
        started.wait(SECONDS)
    left = Job.objects.get(pk=job.pk)

    swept = sweep(at=timezone.now() + SILENT + timedelta(seconds=1))
    settings.JOB_HANDLERS = settings.JOB_HANDLERS | {"count": settings.JOB_HANDLERS["found"]}
    again = run_next()

    assert left.state == Job.State.RUNNING
    assert swept == 1
    assert again is not None
    assert (again.pk, again.state, again.attempts) == (job.pk, Job.State.DONE, 2)


@pytest.mark.thorough
def test_a_worker_process_puts_its_job_back_when_it_is_told_to_end() -> None:
    job = make_job("count", steps=LONG)
    with process() as started:
        wait_until(lambda: is_at_work(job))

        started.send_signal(signal.SIGTERM)
        code = started.wait(5)

    job.refresh_from_db()
    assert code == 0
    assert (job.state, job.attempts) == (Job.State.QUEUED, 0)


def test_the_command_does_what_waits_and_ends() -> None:
    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)]
    job = make_job()

    call_command("work", "--until-empty")

    job.refresh_from_db()
    assert job.state == Job.State.DONE
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)] == before


def test_every_handler_of_the_project_can_be_called() -> None:
    found = [import_string(path) for path in project.JOB_HANDLERS.values()]

    assert all(callable(each) for each in found)
