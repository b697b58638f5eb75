"""Doing one job, whatever its handler does."""

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone
from django.utils.module_loading import import_string

from audit.context import request_id_is
from database.faults import fault_of, is_cut_off
from jobs.models import Job
from jobs.services.claiming import claim
from jobs.services.watching import Clock, JobCancelled, JobLost, Watch, WorkerStops

Handler = Callable[[Job, Watch], Mapping[str, Any]]

BROKEN: Final = "broken"

_log = logging.getLogger(__name__)


def run(*, job: Job, watch: Watch) -> None:
    """Call the handler of a job that was just claimed, and write how it ended.

    A job whose database went away under it waits for another try.

    What the handler returns is the result. An exception fails the job: the log gets the
    traceback under a reference, the person gets the reference. Log lines and audit events of the
    run carry that reference as their request id.
    """
    with request_id_is(secrets.token_hex(8)) as reference:
        try:
            handler: Handler = import_string(settings.JOB_HANDLERS[job.kind])
            watch.end(Job.State.DONE, handler(job, watch))
        except WorkerStops:
            watch.hand_back()
        except JobCancelled:
            watch.end(Job.State.CANCELLED, {})
        except JobLost:
            _log.warning("Job %s (%s) was taken away while it ran", job.key, job.kind)
        except Exception as error:
            # A broad except: a worker outlives its handlers, as the server its views.
            _log.exception("Job %s (%s) failed: %s", job.key, job.kind, reference)
            if is_cut_off(error):
                close_old_connections()
                watch.let_go()
                return
            code = fault_of(error) or BROKEN
            watch.end(Job.State.FAILED, {"code": code, "reference": reference})


def run_next(*, clock: Clock = timezone.now) -> Job | None:
    """Do the job that has waited longest, here and now, and return it as it ended.

    None when none waits. For commands and tests; a `Worker` does the same without end.
    """
    job = claim(at=clock())
    if job is None:
        return None
    run(job=job, watch=Watch(job, clock=clock))
    return Job.objects.filter(pk=job.pk).first()
