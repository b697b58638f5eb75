"""Background work when the database goes and comes, the disk is full, or the clock is set back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.utils import translation
from pytest_django.fixtures import Settings

from database.faults import Fault
from jobs import worker as module
from jobs.models import Chore, Job
from jobs.selectors import has_worker, progress_of
from jobs.services import Watch, claim, request_cancel, run_next, sweep, take_due
from jobs.services.claiming import LOST, MOST_ATTEMPTS, SILENT
from jobs.worker import Worker
from tests.builders import NOW
from tests.jobs.asking import ORGANISATION, make_claimed, make_job

pytestmark = pytest.mark.django_db

# A connection is given up in them, as a test in one transaction cannot.
COMMITTED = pytest.mark.django_db(transaction=True)

EARLIER = NOW - timedelta(days=1)


@pytest.fixture
def away(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Have a database that takes jobs out and no end of one back in."""

    def gone(*_: object, **__: object) -> int:
        raise OperationalError("server closed the connection unexpectedly")

    with monkeypatch.context() as patch:
        patch.setattr(Watch, "end", gone)
        patch.setattr(Watch, "let_go", gone)
        yield patch


@COMMITTED
def test_a_job_that_loses_its_database_is_tried_again_at_once() -> None:
    make_job("cut-off")

    job = run_next()

    assert job is not None
    assert (job.state, job.attempts, job.claim) == (Job.State.QUEUED, 1, None)


@COMMITTED
def test_a_job_that_loses_its_database_each_time_fails_at_last() -> None:
    make_job("cut-off")

    jobs = [run_next() for _ in range(MOST_ATTEMPTS)]

    last = jobs[-1]
    assert last is not None
    assert (last.state, last.result["code"]) == (Job.State.FAILED, LOST)


def test_a_job_that_loses_its_database_and_is_to_stop_is_cancelled() -> None:
    job = make_claimed()
    watch = Watch(job, clock=lambda: NOW)
    request_cancel(job=job, at=NOW)

    watch.let_go()

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED


@COMMITTED
def test_a_worker_gives_up_the_job_whose_end_it_could_not_write(
    away: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    job, worker = make_job(), Worker()

    turns = [worker.turn() for _ in range(3)]
    held = Job.objects.get(pk=job.pk).state
    away.undo()
    again = worker.turn()

    job.refresh_from_db()
    assert (turns, held, again) == ([False] * 3, Job.State.RUNNING, True)
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert caplog.text.count("waits for the database") == 1
    assert "has its database again" in caplog.text


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param(Fault.FULL, "the disk is full", id="full"),
        pytest.param(Fault.READ_ONLY, "nothing can be written", id="read-only"),
        pytest.param(Fault.STORAGE, "storage of files cannot be reached", id="storage"),
        pytest.param(Fault.DISK, "It failed. Reference", id="another"),
    ],
)
def test_whoever_waits_is_told_why_a_job_failed(fault: Fault, said: str) -> None:
    job = make_claimed()
    Watch(job, clock=lambda: NOW).end(Job.State.FAILED, {"code": fault, "reference": "ab12"})

    progress = progress_of(key=job.key, organisation_id=ORGANISATION)

    assert progress is not None
    with translation.override("en"):
        assert said in progress.text
        assert progress.text.endswith("ab12")


def test_a_job_that_finds_the_disk_full_fails_with_that_reason() -> None:
    make_job("fill-the-disk")

    job = run_next()

    assert job is not None
    assert (job.state, job.result["code"]) == (Job.State.FAILED, Fault.FULL)


def test_a_job_of_a_dead_worker_is_found_though_the_clock_was_set_back() -> None:
    job = make_claimed(at=NOW)

    swept = sweep(at=EARLIER)

    job.refresh_from_db()
    assert (swept, job.state) == (1, Job.State.QUEUED)


def test_a_job_at_work_is_left_to_its_worker_though_clocks_differ_a_little() -> None:
    make_claimed(at=NOW)

    assert sweep(at=NOW - SILENT) == 0


def test_a_chore_is_not_put_off_by_a_clock_that_was_set_back(settings: Settings) -> None:
    settings.CHORES = {"clear-jobs": ("jobs.services.purge", timedelta(hours=1))}
    Chore.objects.create(name="clear-jobs", due_at=NOW + timedelta(hours=1))

    soon = take_due(at=NOW)
    after_setting_back = take_due(at=EARLIER)

    assert soon is None
    assert after_setting_back is not None


def test_a_sign_of_life_from_the_future_is_none() -> None:
    make_claimed(at=NOW)

    assert has_worker(at=NOW)
    assert not has_worker(at=EARLIER)


@COMMITTED
def test_a_handler_is_stopped_though_the_clock_was_set_back() -> None:
    job = make_claimed()
    times = iter([NOW, EARLIER])
    watch = Watch(job, clock=lambda: next(times))
    watch.progress(1, 3)

    watch.progress(2, 3)

    job.refresh_from_db()
    assert job.done == 2


@COMMITTED
def test_a_worker_looks_for_the_dead_though_the_clock_was_set_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    swept: list[object] = []
    monkeypatch.setattr(module, "sweep", lambda *, at: swept.append(at))
    times = [NOW]
    worker = Worker(clock=lambda: times[-1])
    worker.turn()
    times.append(EARLIER)

    worker.turn()

    assert swept == [NOW, EARLIER]
    assert claim(at=NOW) is None
