"""Asking for work, asking to stop it, and clearing away what is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce

from jobs.models import Job

KEPT: Final = timedelta(days=7)


class UnknownKind(Exception):
    """No handler of this name is in `settings.JOB_HANDLERS`."""


def enqueue(
    *,
    kind: str,
    organisation_id: int,
    made_by_id: int | None,
    payload: Mapping[str, Any],
    at: datetime,
) -> Job:
    """Ask for background work and return its job, queued.

    `payload` is JSON: ids rather than content. `made_by_id` is a membership of the organisation
    (a trigger refuses another's). Written in the caller's transaction, if there is one: no
    worker sees the job before the commit. Writes no event: a job is machinery, and the app that
    asks tells of what it means. Raises `UnknownKind`.
    """
    if kind not in settings.JOB_HANDLERS:
        raise UnknownKind(kind)
    return Job.objects.create(
        kind=kind,
        organisation_id=organisation_id,
        made_by_id=made_by_id,
        payload=dict(payload),
        created_at=at,
    )


def request_cancel(*, job: Job, at: datetime) -> None:
    """Ask that a job stops. A queued one is cancelled at once, a running one when it reports next.

    One statement, so that a worker that takes the job meanwhile sees the wish. A job that has
    ended stays as it ended; asking twice is asking once.
    """
    is_queued = When(state=Job.State.QUEUED, then=Value(Job.State.CANCELLED))
    Job.objects.unfinished().filter(pk=job.pk).update(
        cancel_requested_at=Coalesce("cancel_requested_at", Value(at)),
        finished_at=Case(When(state=Job.State.QUEUED, then=Value(at)), default=None),
        state=Case(is_queued, default=F("state")),
    )


def purge(*, at: datetime) -> int:
    """Delete jobs that ended more than `KEPT` ago, and return how many."""
    return Job.objects.finished_before(at - KEPT).delete()[0]
