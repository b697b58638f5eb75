"""Asking once more for background work that came to nothing."""

from datetime import datetime

from accounts.models import Membership
from accounts.selectors.background import NotAgain, kind_of, may_run_again
from database.transactions import change
from jobs.models import Job


@change
def run_again(*, job: Job, by: Membership, at: datetime) -> str:
    """Ask for the same once more, as `by`, and return the address where it is seen.

    It is another job, asked for by the service of its kind; the old one stays as it ended. Raises
    `NotAgain` for what goes on, went well, is not theirs to ask for, or has changed since.
    """
    again = kind_of(job.kind).again
    if again is None or not may_run_again(job, by):
        raise NotAgain
    return again(job, by, at)
