"""A worker that dies on this machine is known to be dead at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from jobs.models import Job
from jobs.services import living, sweep
from jobs.services.living import has_died, new_claim
from jobs.worker import Worker
from tests.faults.noting import note
from tests.jobs.asking import make_claimed, make_job
from tests.messages import ROOT
from tests.processes import environment

LONG_AGO = 1_000_000_000  # seconds


@pytest.fixture(autouse=True)
def workers(settings: Settings, tmp_path: Path) -> Iterator[Path]:
    """Return the folder of locks, where this process has none yet."""
    settings.DATA_DIR = tmp_path
    living._own_name.cache_clear()
    yield tmp_path / "workers"
    living._own_name.cache_clear()


def left_by_the_dead(workers: Path, claim: UUID, *, machine: str = "") -> Path:
    """Leave the file of a process that is gone."""
    workers.mkdir(exist_ok=True)
    path = workers / claim.bytes[:8].hex()
    path.write_text(machine or living._machine())
    return path


def test_the_claims_of_a_process_are_its_own_and_it_lives(workers: Path) -> None:
    first, second = new_claim(), new_claim()

    assert first != second
    assert first.bytes[:8] == second.bytes[:8]
    assert not has_died(first)
    assert len(list(workers.iterdir())) == 1


def test_a_process_that_is_gone_holds_no_lock(workers: Path) -> None:
    claim = uuid4()
    left_by_the_dead(workers, claim)

    assert has_died(claim)


def test_of_another_machine_nothing_is_said(workers: Path) -> None:
    here, elsewhere = uuid4(), uuid4()
    left_by_the_dead(workers, elsewhere, machine="another start of another machine")

    assert not has_died(elsewhere)
    assert not has_died(here)


def test_without_a_folder_to_write_to_the_heartbeat_has_to_do(
    settings: Settings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path / "not" / "there"

    claim = new_claim()

    assert not has_died(claim)


def test_what_the_dead_left_is_cleared_away_after_a_day(workers: Path) -> None:
    old, new = (left_by_the_dead(workers, uuid4()) for _ in range(2))
    os.utime(old, (LONG_AGO, LONG_AGO))
    living._own_name(1)
    ours = next(path for path in workers.iterdir() if path != new)
    os.utime(ours, (LONG_AGO, LONG_AGO))

    living._own_name(2)

    assert not old.exists()
    assert new.exists()
    assert ours.exists()


@pytest.mark.django_db
def test_a_job_of_the_dead_is_taken_away_at_once(workers: Path) -> None:
    job = make_claimed()
    alive = sweep(at=job.heartbeat_at or timezone.now())
    Job.objects.filter(pk=job.pk).update(claim=(claim := uuid4()))
    left_by_the_dead(workers, claim)

    swept = sweep(at=job.heartbeat_at or timezone.now())

    job.refresh_from_db()
    assert (alive, swept, job.state) == (0, 1, Job.State.QUEUED)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_the_next_worker_goes_on_within_ten_seconds_of_a_kill(
    settings: Settings, tmp_path: Path
) -> None:
    job = make_job("count", steps=2_000)
    command = [sys.executable, "-m", "tests.jobs.process"]
    variables = environment() | {"REMIT_DATA": str(tmp_path)}
    with subprocess.Popen(command, env=variables, cwd=ROOT) as started:  # noqa: S603
        until = monotonic() + 60
        while not Job.objects.filter(pk=job.pk, done__gt=0).exists():
            assert monotonic() < until
            sleep(0.05)
        started.send_signal(signal.SIGKILL)
        started.wait()
    settings.CHORES = {}
    settings.JOB_HANDLERS = settings.JOB_HANDLERS | {"count": settings.JOB_HANDLERS["found"]}
    begun = monotonic()

    Worker().work(until_empty=True)

    seconds = monotonic() - begun
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert seconds < 10
    note("worker killed in a job", "the progress goes on", seconds)
