"""Who does the work: a thread of the server, or a process of its own (`manage.py work`)."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread
from typing import Final

import django.db
from django.db import close_old_connections, connections
from django.utils import timezone

from jobs.services import Clock, Hold, Watch, claim, run, sweep, take_due

POLL_SECONDS: Final = 0.5
BEAT_SECONDS: Final = 5.0
BETWEEN_SWEEPS: Final = timedelta(seconds=5)
BETWEEN_CHORES: Final = timedelta(seconds=30)

_log = logging.getLogger(__name__)


class Worker:
    """Does one job after the other, and the chores between them, until it is told to stop.

    While a handler runs, a second thread gives the sign of life, so that a long step without a
    report is not taken for a death. Connections are given up after each turn, as after a request.
    """

    def __init__(self, *, clock: Clock = timezone.now) -> None:
        """Work by the time of `clock`; nothing runs yet."""
        self._clock = clock
        self._stopping = Event()
        self._thread: Thread | None = None
        self._swept_at: datetime | None = None
        self._chores_at: datetime | None = None
        self._unsettled: Watch | None = None
        self._is_waiting = False

    def start(self) -> None:
        """Work in a thread of this process, which does not keep the process from ending."""
        self._thread = Thread(target=self.work, name="worker", daemon=True)
        self._thread.start()

    def stop(self, *, seconds: float = 0.0) -> bool:
        """Ask to stop, wait up to `seconds`, and tell whether the work is over.

        A handler stops at its next report, and its job goes back to the queue. One that does not
        report in time dies with the process; its job is taken again when it has been silent.
        """
        self._stopping.set()
        if self._thread is None:
            return True
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def work(self, *, until_empty: bool = False) -> None:
        """Do what waits, and then what comes; with `until_empty` only what waits."""
        try:
            while not self._stopping.is_set():
                if not self.turn():
                    if until_empty:
                        return
                    self._stopping.wait(POLL_SECONDS)
        finally:
            connections.close_all()

    def turn(self) -> bool:
        """Do the chores that are due, then one job if there is one, and tell whether there was.

        A database that is away or busy is waited for; the log tells of it once.
        """
        close_old_connections()
        try:
            self._settle()
            self._tidy(self._clock())
            did_one = self._do_one()
        except django.db.Error:
            if not self._is_waiting:
                _log.exception("The worker waits for the database")
            self._is_waiting = True
            return False
        finally:
            close_old_connections()
        if self._is_waiting:
            _log.warning("The worker has its database again")
        self._is_waiting = False
        return did_one

    def _do_one(self) -> bool:
        job = claim(at=self._clock())
        if job is None:
            return False
        watch = Watch(job, clock=self._clock, is_stopping=self._stopping.is_set)
        self._unsettled = watch
        with _signs_of_life(watch):
            run(job=job, watch=watch)
        self._unsettled = None
        return True

    def _settle(self) -> None:
        """Give up the job whose end could not be written when the database was away."""
        if self._unsettled:
            self._unsettled.let_go()
            self._unsettled = None

    def _tidy(self, now: datetime) -> None:
        if self._swept_at is None or abs(now - self._swept_at) >= BETWEEN_SWEEPS:
            self._swept_at = now
            sweep(at=now)
        if self._chores_at is None or abs(now - self._chores_at) >= BETWEEN_CHORES:
            self._chores_at = now
            self._do_chores()

    def _do_chores(self) -> None:
        while not self._stopping.is_set() and (chore := take_due(at=self._clock())):
            hold = Hold(chore, clock=self._clock)
            with _signs_of_life(hold):
                hold.carry_out()


@contextmanager
def _signs_of_life(watch: Watch | Hold) -> Iterator[None]:
    over = Event()
    thread = Thread(target=_beat_until, args=(over, watch), name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _beat_until(over: Event, watch: Watch | Hold) -> None:
    while not over.wait(BEAT_SECONDS):
        try:
            watch.beat()
        except django.db.Error:
            # Busy or away: the next beat tries again, and the sweep allows for six.
            _log.warning("The worker could give no sign of life")
        finally:
            connections.close_all()
