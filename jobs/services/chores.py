"""What is done every so often: by one worker each time, and again soon when it failed.

A chore is named in `settings.CHORES`, with the function that does it and the time between two
beginnings. It is called as `function(at=...)` with the moment of its beginning, **at least
once**: after a kill, again from the beginning. What must not happen twice it claims itself. One
that may take long tells how far it is (`tell`), and so can be followed by `manage.py jobs`.
"""

import logging
import secrets
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.context import request_id_is
from jobs.models import Chore, ChoreQuerySet
from jobs.services.claiming import SILENT
from jobs.services.watching import Clock

RETRY: Final = timedelta(minutes=10)
BETWEEN_TELLINGS: Final = timedelta(seconds=2)

Task = Callable[..., object]

_log = logging.getLogger(__name__)
_current: ContextVar["Hold | None"] = ContextVar("_current", default=None)


class UnknownChore(Exception):
    """No chore of this name is in `settings.CHORES`."""


class ChoreTaken(Exception):
    """A worker is doing it at this moment."""


class Hold:
    """A worker's hold on the chore it has just taken; void once another worker took it over."""

    def __init__(self, chore: Chore, *, clock: Clock = timezone.now) -> None:
        """Hold `chore` by the time of `clock`."""
        self.name = chore.name
        self._pk, self._claim = chore.pk, chore.claim
        self._clock = clock
        self._told_at = chore.heartbeat_at or clock()

    def beat(self) -> None:
        """Give a sign of life, from any thread; nothing when it is held no longer."""
        self._held().update(heartbeat_at=self._clock())

    def tell(self, done: int, total: int) -> None:
        """Write how far it is, every few seconds at most, which is a sign of life as well."""
        now = self._clock()
        # Apart in either direction, as a job: a clock that was set back must not silence it.
        if abs(now - self._told_at) >= BETWEEN_TELLINGS:
            self._told_at = now
            self._held().update(done=done, total=total, heartbeat_at=now)

    def carry_out(self) -> bool:
        """Do the chore, write when it is due next, and tell whether it went well.

        A failure is logged with its traceback under the request id of its log lines and events,
        and tried again after `RETRY`, or after its own time where that is shorter.
        """
        begun = self._clock()
        path, every = settings.CHORES[self.name]
        with request_id_is(secrets.token_hex(8)) as reference, self._is_current():
            try:
                task: Task = import_string(path)
                task(at=begun)
            except Exception:
                # As with jobs: a worker outlives whatever it is given to do.
                _log.exception("Chore %s failed: %s", self.name, reference)
                failed = {"failures": F("failures") + 1, "reference": reference}
                self._end(begun + min(RETRY, every), **failed)
                return False
        self._end(begun + every, failures=0, reference="", done_at=self._clock())
        return True

    @contextmanager
    def _is_current(self) -> Iterator[None]:
        before = _current.set(self)
        try:
            yield
        finally:
            _current.reset(before)

    def _end(self, due_at: datetime, **values: object) -> None:
        self._held().update(
            claim=None, heartbeat_at=None, due_at=due_at, done=0, total=0, **values
        )

    def _held(self) -> ChoreQuerySet:
        return Chore.objects.held_by(self._claim).filter(pk=self._pk)


def tell(done: int, total: int) -> None:
    """Tell that `done` of `total` of the chore at hand is done; outside of one, nobody is told."""
    if hold := _current.get():
        hold.tell(done, total)


def take_due(*, at: datetime) -> Chore | None:
    """Take the chore that has been due for longest, or return None when none is.

    Exactly one worker gets it. A chore that nobody ever did is due at once.
    """
    _put_in_order(at)
    due = _free(at).due(at).filter(name__in=settings.CHORES)
    while pk := due.longest_waiting().values_list("pk", flat=True).first():
        if chore := _taken(due.filter(pk=pk), at):
            return chore
    return None


def take_now(*, name: str, at: datetime) -> Chore:
    """Take a chore whether it is due or not. Raises `UnknownChore` and `ChoreTaken`."""
    if name not in settings.CHORES:
        raise UnknownChore(name)
    _put_in_order(at)
    chore = _taken(_free(at).filter(name=name), at)
    if chore is None:
        raise ChoreTaken(name)
    return chore


def _put_in_order(at: datetime) -> None:
    known = dict(Chore.objects.values_list("name", "due_at"))
    for name, (_path, every) in settings.CHORES.items():
        if name not in known:
            Chore.objects.get_or_create(name=name, defaults={"due_at": at})
        elif known[name] > at + every:
            # Later than ever: the clock was set back since. It would wait as long as that.
            Chore.objects.filter(name=name, due_at=known[name]).update(due_at=at)


def _free(at: datetime) -> ChoreQuerySet:
    return Chore.objects.free(at, SILENT)


def _taken(wanted: ChoreQuerySet, at: datetime) -> Chore | None:
    """Take the one chore `wanted` keeps, if it still does when the row is written."""
    mine = uuid.uuid4()
    wanted.update(claim=mine, heartbeat_at=at)
    return Chore.objects.held_by(mine).first()
