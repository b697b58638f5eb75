"""Jobs to test with."""

from datetime import datetime
from typing import Any

from jobs.models import Job
from jobs.services import claim, enqueue
from tests.builders import NOW

ORGANISATION = 7


def make_job(kind: str = "add", *, organisation_id: int = ORGANISATION, **payload: Any) -> Job:
    """Ask for a job: to add one and two, if nothing else is said."""
    return enqueue(
        kind=kind,
        organisation_id=organisation_id,
        made_by_id=None,
        payload=payload or {"one": 1, "other": 2},
        at=NOW,
    )


def make_claimed(kind: str = "add", *, at: datetime = NOW, **payload: Any) -> Job:
    """Ask for a job, and take it as a worker does."""
    made = make_job(kind, **payload)
    job = claim(at=at)
    assert job is not None
    assert job.pk == made.pk
    return job
