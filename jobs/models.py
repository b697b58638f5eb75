"""What is to be done in the background, and what became of it; what is done again and again.

Jobs name organisations and people by id and hold no foreign key: this app knows neither.
"""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from database.fields import JSONField


def _without_a_sign(at: datetime, allowed: timedelta) -> Q:
    # A sign from the future is of before the clock was set back: who lives has given another.
    return Q(heartbeat_at__lt=at - allowed) | Q(heartbeat_at__gt=at + allowed)


class JobQuerySet(models.QuerySet["Job"]):
    """The vocabulary of background work."""

    def of_organisation(self, organisation_id: int) -> Self:
        """Keep one organisation's jobs."""
        return self.filter(organisation_id=organisation_id)

    def asked_by(self, made_by_id: int) -> Self:
        """Keep what one member asked for, by the id of the membership."""
        return self.filter(made_by_id=made_by_id)

    def queued(self) -> Self:
        """Keep those that nobody has taken."""
        return self.filter(state=Job.State.QUEUED)

    def unfinished(self) -> Self:
        """Keep those that wait or are being done."""
        return self.filter(finished_at=None)

    def held_by(self, claim: uuid.UUID | None) -> Self:
        """Keep the one that a worker took under `claim`, while it is still that worker's."""
        return self.filter(state=Job.State.RUNNING, claim=claim)

    def taken(self) -> Self:
        """Keep those that a worker took and has not ended."""
        return self.filter(state=Job.State.RUNNING)

    def silent(self, at: datetime, allowed: timedelta) -> Self:
        """Keep those being done whose worker has given no sign of life for longer than allowed."""
        return self.filter(_without_a_sign(at, allowed), state=Job.State.RUNNING)

    def finished_before(self, moment: datetime) -> Self:
        """Keep those that ended before `moment`, however they ended."""
        return self.filter(finished_at__lt=moment)

    def first_come(self) -> Self:
        """Order as they were asked for."""
        return self.order_by("id")

    def latest_first(self) -> Self:
        """Order by what was asked for last."""
        return self.order_by("-id")


class Job(models.Model):
    """Something to be done in the background for an organisation.

    `kind` names its handler in `settings.JOB_HANDLERS`, `payload` is what the handler is given.
    `made_by_id` is the id of a membership of the same organisation, None for the machine itself.
    `done` of `total` is how far it is, in the handler's own unit; a total of 0 is not known yet.
    `attempts` counts the times it was taken and not handed back.

    `claim` is the proof that a worker holds the job: each claim makes a new one, and a worker
    whose claim is no longer the row's can write nothing more. `heartbeat_at` is its last sign of
    life. `result` is what the handler returned, or `{"code", "reference"}` of a failure.
    """

    class State(models.TextChoices):
        """Waiting, being done, and the three ways to end."""

        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=48)
    organisation_id = models.BigIntegerField()
    made_by_id = models.BigIntegerField(null=True)
    payload = JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    result = JSONField(default=dict)
    claim = models.UUIDField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancel_requested_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind=""), name="job_has_kind"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running", "done", "failed", "cancelled"]),
                name="job_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state="running",
                    claim__isnull=False,
                    heartbeat_at__isnull=False,
                    started_at__isnull=False,
                )
                | (~Q(state="running") & Q(claim=None, heartbeat_at=None)),
                name="job_held_while_running",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at=None)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
                name="job_finished_with_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="cancelled") | Q(cancel_requested_at__isnull=False),
                name="job_cancelled_on_request",
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="job_done_within_total"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="job_by_state"),
            models.Index(fields=["organisation_id"], name="job_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"

    @property
    def is_finished(self) -> bool:
        """Tell whether it ended, in whichever way."""
        return self.finished_at is not None


class ChoreQuerySet(models.QuerySet["Chore"]):
    """The vocabulary of what is done again and again."""

    def free(self, at: datetime, allowed: timedelta) -> Self:
        """Keep those nobody does, or whose worker has given no sign of life for that long."""
        return self.filter(Q(claim=None) | _without_a_sign(at, allowed))

    def due(self, at: datetime) -> Self:
        """Keep those whose time has come."""
        return self.filter(due_at__lte=at)

    def held_by(self, claim: uuid.UUID | None) -> Self:
        """Keep the one that a worker took under `claim`, while it is still that worker's."""
        return self.filter(claim=claim).exclude(claim=None)

    def longest_waiting(self) -> Self:
        """Order by the time they were due."""
        return self.order_by("due_at", "id")


class Chore(models.Model):
    """Something that workers do every so often, one of them each time.

    `name` is its key in `settings.CHORES`. `due_at` is when it is to be done next, `done_at` when
    it last went well, and `failures` how often in a row it has not since; `reference` finds the
    last of these in the log. `claim` and `heartbeat_at` are those of a job; so are `done` and
    `total`, while it is being done.
    """

    name = models.CharField(max_length=48, unique=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    reference = models.CharField(max_length=16, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    heartbeat_at = models.DateTimeField(null=True)

    objects = ChoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="chore_has_name"),
            models.CheckConstraint(
                condition=Q(claim=None, heartbeat_at=None)
                | Q(claim__isnull=False, heartbeat_at__isnull=False),
                name="chore_held_with_sign_of_life",
            ),
        ]

    def __str__(self) -> str:
        return self.name
