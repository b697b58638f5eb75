"""How far background work is, for the page that waits for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Self
from uuid import UUID

from django.db.models import Count, Min

from jobs.models import Chore, Job
from jobs.words import sentence


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one job is.

    `done` of `total` in the unit of its handler; a `total` of 0 is not known yet. `result` is
    what the handler returned, or `{"code", "reference"}` of a failure.
    """

    key: UUID
    kind: str
    state: str
    done: int
    total: int
    is_finished: bool
    is_cancelling: bool
    result: dict[str, Any]

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return how far a job is that was just read."""
        return cls(
            key=job.key,
            kind=job.kind,
            state=job.state,
            done=job.done,
            total=job.total,
            is_finished=job.is_finished,
            is_cancelling=job.cancel_requested_at is not None and not job.is_finished,
            result=job.result,
        )

    @property
    def text(self) -> str:
        """Return one sentence in the language of the moment."""
        return sentence(
            self.state,
            done=self.done,
            total=self.total,
            is_cancelling=self.is_cancelling,
            reference=str(self.result.get("reference", "")) if self.state == "failed" else "",
            code=str(self.result.get("code", "")),
        )

    def as_json(self, *, leads_to: str = "") -> dict[str, Any]:
        """Return what `static/js/progress.js` reads, all seven entries always.

        `state` queued, running, done, failed or cancelled; `done` and `total` whole numbers;
        `text` one sentence; `is_finished` and `is_cancelling`; `next` the address that the page
        follows, `leads_to` once the job is finished and None before that or without one.
        """
        return {
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "text": self.text,
            "is_finished": self.is_finished,
            "is_cancelling": self.is_cancelling,
            "next": leads_to if self.is_finished and leads_to else None,
        }


# A worker that lives gives a sign every 5 seconds, and looks for work several times a minute.
SIGN_OF_LIFE: Final = timedelta(seconds=30)
WAITING: Final = timedelta(minutes=2)


def has_worker(*, at: datetime) -> bool:
    """Tell whether somebody does background work: busy now, or nothing has waited for long.

    At most three queries.
    """
    alive = {"heartbeat_at__range": (at - SIGN_OF_LIFE, at + SIGN_OF_LIFE)}
    if Job.objects.filter(**alive).exists() or Chore.objects.filter(**alive).exists():
        return True
    if Job.objects.queued().filter(created_at__lt=at - WAITING).exists():
        return False
    due = Chore.objects.order_by("due_at").values_list("due_at", flat=True).first()
    return due is not None and due >= at - WAITING


def progress_of(*, key: UUID | None, organisation_id: int) -> Progress | None:
    """Return how far an organisation's job is, in one query.

    None when the organisation has no such job: it was never asked for, or is purged by now.
    """
    if key is None:
        return None
    job = Job.objects.of_organisation(organisation_id).filter(key=key).first()
    return Progress.of(job) if job else None


@dataclass(frozen=True, slots=True)
class WorkInNumbers:
    """How background work stands, for whoever watches the installation.

    `jobs` is how many there are in each state, all five always. `oldest_seconds` is how long the
    first of those that wait has done so, 0 when none does. `failures` is how often in a row each
    chore has gone wrong, by its name.
    """

    jobs: dict[str, int]
    oldest_seconds: float
    failures: dict[str, int]


def work_in_numbers(*, at: datetime) -> WorkInNumbers:
    """Return how background work of all organisations stands at a moment. Three queries."""
    counted = Job.objects.values_list("state").annotate(number=Count("id")).order_by()
    oldest = Job.objects.queued().aggregate(oldest=Min("created_at"))["oldest"]
    return WorkInNumbers(
        jobs=dict.fromkeys(Job.State.values, 0) | dict(counted),
        oldest_seconds=max((at - oldest).total_seconds(), 0.0) if oldest else 0.0,
        failures=dict(Chore.objects.values_list("name", "failures").order_by("name")),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Background work that is not over, or failed of late; and what is done every so often.

    `jobs` are queued and running ones, then failed ones, each in the order they were asked for;
    `chores` by when they are due. Both name no person and hold no text of one.
    """

    jobs: tuple[Job, ...]
    chores: tuple[Chore, ...]


def what_waits() -> Waiting:
    """Return what workers have to do, are doing, and failed to do, in two queries."""
    states: list[str] = [Job.State.RUNNING, Job.State.QUEUED, Job.State.FAILED]
    jobs = sorted(
        Job.objects.filter(state__in=states).first_come(), key=lambda job: states.index(job.state)
    )
    return Waiting(tuple(jobs), tuple(Chore.objects.longest_waiting()))
