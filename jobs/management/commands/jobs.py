"""`manage.py jobs`: what background work waits, runs, and failed; and stopping a piece of it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jobs.models import Chore, Job
from jobs.selectors import what_waits
from jobs.services import request_cancel


@dataclass(frozen=True, slots=True)
class JobLine:
    """One job as it is printed; moments are ISO 8601."""

    key: str
    kind: str
    state: str
    organisation_id: int
    done: int
    total: int
    attempts: int
    asked_at: str
    reference: str

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return the line of a job: `reference` finds a failure in the log."""
        return cls(
            key=str(job.key),
            kind=job.kind,
            state=job.state,
            organisation_id=job.organisation_id,
            done=job.done,
            total=job.total,
            attempts=job.attempts,
            asked_at=job.created_at.isoformat(),
            reference=str(job.result.get("reference", "")),
        )


@dataclass(frozen=True, slots=True)
class ChoreLine:
    """One chore as it is printed; moments are ISO 8601, "" for never."""

    name: str
    due_at: str
    done_at: str
    failures: int
    reference: str
    is_running: bool
    done: int
    total: int

    @classmethod
    def of(cls, chore: Chore) -> Self:
        """Return the line of a chore."""
        return cls(
            name=chore.name,
            due_at=chore.due_at.isoformat(),
            done_at=_moment(chore.done_at),
            failures=chore.failures,
            reference=chore.reference,
            is_running=chore.claim is not None,
            done=chore.done,
            total=chore.total,
        )


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""


class Command(BaseCommand):
    """List, or stop one job. Whoever asked for a failed one can ask again on its page."""

    help = "List background work that waits, runs or failed, and chores; or cancel one job."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--cancel` and `--json`."""
        parser.add_argument("--cancel", metavar="KEY", type=UUID, help="stop this job")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_: Any, cancel: UUID | None, **options: Any) -> None:
        """Do the one or the other."""
        if cancel:
            self._cancel(cancel)
        else:
            self._list(as_json=options["json"])

    def _cancel(self, key: UUID) -> None:
        job = Job.objects.unfinished().filter(key=key).first()
        if job is None:
            raise CommandError(f"No job that waits or runs is called {key}.")
        request_cancel(job=job, at=timezone.now())
        self.stdout.write(f"{job.kind}: it stops when it reports next, at once if it waits.")

    def _list(self, *, as_json: bool) -> None:
        waiting = what_waits()
        jobs = [JobLine.of(job) for job in waiting.jobs]
        chores = [ChoreLine.of(chore) for chore in waiting.chores]
        if as_json:
            lines = {"jobs": [asdict(job) for job in jobs], "chores": [asdict(c) for c in chores]}
            self.stdout.write(json.dumps(lines, indent=2))
            return
        for job in jobs:
            far = f"{job.done} of {job.total}" if job.total else "-"
            failed = f", reference {job.reference}" if job.reference else ""
            self.stdout.write(
                f"{job.state} {job.kind} {job.key} of organisation {job.organisation_id}: "
                f"{far}, asked {job.asked_at}, attempts {job.attempts}{failed}"
            )
        for chore in chores:
            failed = f", failed {chore.failures} times in a row" if chore.failures else ""
            failed += f", reference {chore.reference}" if chore.reference else ""
            far = f", {chore.done} of {chore.total}" if chore.total else ""
            now = f", running{far}" if chore.is_running else ""
            self.stdout.write(
                f"chore {chore.name}: due {chore.due_at}, "
                f"done {chore.done_at or 'never'}{now}{failed}"
            )
        if not jobs:
            self.stdout.write("No job waits, runs or failed.")
