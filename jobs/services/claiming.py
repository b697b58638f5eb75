"""Who holds a job: taking it, staying its holder, and taking it from the dead.

Each change is one compare-and-swap, which both engines keep whole without a lock of ours.
"""

import logging
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F

from jobs.models import Job, JobQuerySet
from jobs.services.living import has_died, new_claim

SILENT: Final = timedelta(seconds=30)
MOST_ATTEMPTS: Final = 3
LOST: Final = "worker-lost"

_log = logging.getLogger(__name__)


def claim(*, at: datetime) -> Job | None:
    """Take the job that has waited longest, or return None when none waits.

    Exactly one worker gets it. A kind that this process has no handler for is left to one that
    has (a newer release, say).
    """
    waiting = Job.objects.queued().filter(kind__in=settings.JOB_HANDLERS).first_come()
    while pk := waiting.values_list("pk", flat=True).first():
        mine = new_claim()
        taken = Job.objects.queued().filter(pk=pk)
        taken.update(
            state=Job.State.RUNNING,
            claim=mine,
            attempts=F("attempts") + 1,
            started_at=at,
            heartbeat_at=at,
            done=0,
            total=0,
        )
        if job := Job.objects.held_by(mine).first():
            return job
    return None


def sweep(*, at: datetime, silent: timedelta = SILENT) -> int:
    """Take away the jobs whose worker is dead or has been silent for long; return how many.

    A job is queued again, cancelled if that was asked for, and failed after `MOST_ATTEMPTS`.
    Its old worker, should it only have slept, can write nothing more: its claim is void.
    """
    dead = [job for job in Job.objects.taken() if job.claim and has_died(job.claim)]
    return take_away(dead, at=at) + take_away(Job.objects.silent(at, silent), at=at)


def take_away(jobs: Iterable[Job], *, at: datetime) -> int:
    """Take away those of `jobs` that have not moved on meanwhile, and return how many.

    What becomes of each is what `sweep` says.
    """
    return sum(_taken_from_the_dead(job, at) for job in list(jobs))


def _taken_from_the_dead(job: Job, at: datetime) -> int:
    seen = Job.objects.held_by(job.claim).filter(
        pk=job.pk, heartbeat_at=job.heartbeat_at, cancel_requested_at=job.cancel_requested_at
    )
    if job.cancel_requested_at:
        return _given_up(seen, Job.State.CANCELLED, at, {})
    if job.attempts < MOST_ATTEMPTS:
        return seen.update(state=Job.State.QUEUED, claim=None, heartbeat_at=None)
    reference = secrets.token_hex(8)
    _log.error("Job %s (%s) lost every worker: %s", job.key, job.kind, reference)
    return _given_up(seen, Job.State.FAILED, at, {"code": LOST, "reference": reference})


def _given_up(seen: JobQuerySet, state: Job.State, at: datetime, result: Mapping[str, str]) -> int:
    return seen.update(
        state=state, claim=None, heartbeat_at=None, finished_at=at, result=dict(result)
    )
