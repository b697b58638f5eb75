"""What a handler holds while it works: how it reports, and how it learns that it must stop."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from jobs.models import Job, JobQuerySet
from jobs.services.claiming import take_away

BETWEEN_WRITES: Final = timedelta(milliseconds=250)

Clock = Callable[[], datetime]


class JobInterrupted(Exception):
    """The handler must stop here. It lets this pass, and undoes what it must not leave behind."""


class JobCancelled(JobInterrupted):
    """Somebody asked that the job stops."""


class JobLost(JobInterrupted):
    """The job is no longer this worker's: it was swept, or its organisation is deleted."""


class WorkerStops(JobInterrupted):
    """The process is ending; the job goes back to the queue."""


def _never() -> bool:
    return False


class Watch:
    """The report of one worker on the job it holds."""

    def __init__(
        self, job: Job, *, clock: Clock = timezone.now, is_stopping: Callable[[], bool] = _never
    ) -> None:
        """Report on `job`, which was just claimed, by the time of `clock`."""
        # Values, not the row: a handler that reads its job again must not inherit its next claim.
        self._pk, self._claim, self._attempts = job.pk, job.claim, job.attempts
        self._clock = clock
        self._is_stopping = is_stopping
        self._written_at: datetime | None = None
        self._done = self._total = 0

    def progress(self, done: int, total: int) -> None:
        """Tell that `done` of `total` is done; a total of 0 is not known.

        Cheap to call for each row: it writes at most four times a second, one statement each.
        Inside a transaction it only looks whether to go on, since nobody could read the figures
        and the locked row would make the person who cancels wait: report outside of one where
        you can. Raises `JobCancelled`, `JobLost` or `WorkerStops`.
        """
        self._done, self._total = (min(done, total) if total else done), total
        if self._is_stopping():
            raise WorkerStops
        now = self._clock()
        # Apart in either direction: a clock that was set back must not silence the report.
        if self._written_at and abs(now - self._written_at) < BETWEEN_WRITES:
            return
        self._written_at = now
        if not (self._wanted().exists() if connection.in_atomic_block else self._told(now)):
            raise self._reason()

    def finish(self, result: Mapping[str, Any]) -> None:
        """End the job as done, from within the transaction of the handler's own effect.

        What happens exactly once is written this way: effect and end are committed together or
        not at all. Raises `JobCancelled` or `JobLost`, and the transaction is undone. A handler
        without such an effect just returns its result.
        """
        if not self._ended(self._wanted(), Job.State.DONE, result):
            raise self._reason()

    def end(self, state: Job.State, result: Mapping[str, Any]) -> int:
        """Write how the job ended; 0 when it is not this worker's any more, or has ended."""
        return self._ended(self._held(), state, result)

    def hand_back(self) -> int:
        """Put the job back in the queue as if it had never been taken; cancel it if so asked."""
        attempts = self._attempts - 1
        return self._wanted().update(
            state=Job.State.QUEUED, claim=None, heartbeat_at=None, attempts=attempts
        ) or self.end(Job.State.CANCELLED, {})

    def let_go(self) -> int:
        """Give the job up as the sweep would take it, at once: its database went away under it."""
        return take_away(self._held(), at=self._clock())

    def beat(self) -> None:
        """Give a sign of life, from any thread; nothing when the job is held no longer."""
        self._held().update(heartbeat_at=self._clock())

    def _held(self) -> JobQuerySet:
        return Job.objects.held_by(self._claim).filter(pk=self._pk)

    def _wanted(self) -> JobQuerySet:
        return self._held().filter(cancel_requested_at=None)

    def _told(self, now: datetime) -> int:
        return self._wanted().update(done=self._done, total=self._total, heartbeat_at=now)

    def _ended(self, held: JobQuerySet, state: Job.State, result: Mapping[str, Any]) -> int:
        return held.update(
            state=state,
            result=dict(result),
            done=self._done,
            total=self._total,
            claim=None,
            heartbeat_at=None,
            finished_at=self._clock(),
        )

    def _reason(self) -> JobInterrupted:
        return JobCancelled() if self._held().exists() else JobLost()
