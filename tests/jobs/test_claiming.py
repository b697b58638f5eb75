"""Who holds a job, with many workers at once and with dead ones, on whichever engine."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection

from jobs.models import Job, JobQuerySet
from jobs.services import Watch, claim, request_cancel, sweep
from jobs.services.claiming import MOST_ATTEMPTS, SILENT
from tests.builders import NOW
from tests.jobs.asking import make_claimed, make_job

WORKERS = 6
DEAD = NOW + SILENT + timedelta(seconds=1)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_each_job_is_taken_by_one_worker() -> None:
    jobs = {make_job().key for _ in range(20)}

    def take(_number: int) -> list[UUID]:
        taken: list[UUID] = []
        try:
            while job := claim(at=NOW):
                taken.append(job.key)
        finally:
            connection.close()
        return taken

    with ThreadPoolExecutor(WORKERS) as pool:
        found = Counter(key for keys in pool.map(take, range(WORKERS)) for key in keys)

    assert found == Counter(jobs)


@pytest.mark.django_db(transaction=True)
def test_a_job_is_taken_from_the_dead_once() -> None:
    make_claimed()

    def take(_number: int) -> int:
        try:
            return sweep(at=DEAD)
        finally:
            connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        taken = sum(pool.map(take, range(WORKERS)))

    assert taken == 1
    assert Job.objects.queued().count() == 1


@pytest.mark.django_db
def test_a_silent_worker_loses_its_job_to_the_next() -> None:
    job = make_claimed()

    swept = sweep(at=DEAD)

    again = claim(at=DEAD)
    assert swept == 1
    assert again == job
    assert again.attempts == 2
    assert again.claim != job.claim


@pytest.mark.django_db
def test_a_worker_that_gave_a_sign_of_life_keeps_its_job() -> None:
    job = make_claimed()
    Watch(job, clock=lambda: DEAD - timedelta(seconds=5)).beat()

    swept = sweep(at=DEAD)

    job.refresh_from_db()
    assert swept == 0
    assert job.state == Job.State.RUNNING


@pytest.mark.django_db
@pytest.mark.parametrize(
    "happens",
    [
        pytest.param(lambda job: Watch(job, clock=lambda: DEAD).beat(), id="life"),
        pytest.param(lambda job: request_cancel(job=job, at=DEAD), id="cancel"),
    ],
)
def test_what_happens_while_the_dead_are_looked_for_is_heeded(
    monkeypatch: pytest.MonkeyPatch, happens: Callable[[Job], None]
) -> None:
    job, silent = make_claimed(), JobQuerySet.silent

    def seen(jobs: JobQuerySet, at: datetime, allowed: timedelta) -> list[Job]:
        found = list(silent(jobs, at, allowed))
        happens(job)
        return found

    monkeypatch.setattr(JobQuerySet, "silent", seen)
    swept = sweep(at=DEAD)

    job.refresh_from_db()
    assert (swept, job.state) == (0, Job.State.RUNNING)


@pytest.mark.django_db
def test_a_sign_of_life_for_a_job_that_is_held_no_longer_is_nothing() -> None:
    job = make_claimed()
    sweep(at=DEAD)

    Watch(job, clock=lambda: DEAD).beat()

    job.refresh_from_db()
    assert (job.state, job.heartbeat_at) == (Job.State.QUEUED, None)


@pytest.mark.django_db
def test_a_job_that_kills_its_workers_fails(caplog: pytest.LogCaptureFixture) -> None:
    job, at = make_claimed(), NOW
    for _ in range(MOST_ATTEMPTS - 1):
        at += SILENT * 2
        sweep(at=at)
        claim(at=at)

    at += SILENT * 2
    sweep(at=at)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == (Job.State.FAILED, MOST_ATTEMPTS, at)
    assert job.result["code"] == "worker-lost"
    assert job.result["reference"] in caplog.text


@pytest.mark.django_db
def test_a_job_whose_worker_died_before_it_could_stop_is_cancelled() -> None:
    job = make_claimed()
    request_cancel(job=job, at=NOW)

    sweep(at=DEAD)

    job.refresh_from_db()
    assert (job.state, job.finished_at) == (Job.State.CANCELLED, DEAD)
