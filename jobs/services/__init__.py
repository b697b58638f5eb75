"""Asking for background work, doing it, and mending what a killed worker left.

A handler is named in `settings.JOB_HANDLERS` and called with the job and its `Watch`; it returns
a JSON dict. It is called **at least once**: after a kill, again from the beginning. It must
therefore be idempotent, or write its effect and `watch.finish(result)` in one transaction: then
it happens exactly once.
"""

from jobs.services.asking import UnknownKind, enqueue, purge, request_cancel
from jobs.services.chores import ChoreTaken, Hold, UnknownChore, take_due, take_now, tell
from jobs.services.claiming import claim, sweep
from jobs.services.running import run, run_next
from jobs.services.watching import (
    Clock,
    JobCancelled,
    JobInterrupted,
    JobLost,
    Watch,
    WorkerStops,
)

__all__ = [
    "ChoreTaken",
    "Clock",
    "Hold",
    "JobCancelled",
    "JobInterrupted",
    "JobLost",
    "UnknownChore",
    "UnknownKind",
    "Watch",
    "WorkerStops",
    "claim",
    "enqueue",
    "purge",
    "request_cancel",
    "run",
    "run_next",
    "sweep",
    "take_due",
    "take_now",
    "tell",
]
