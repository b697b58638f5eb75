"""Handlers of the tests' own kinds, as an app would write them; `HANDLERS` is their setting."""

import errno
import time
from typing import Any

from django.db import OperationalError, transaction

from audit.context import current_request_id
from jobs.models import Job
from jobs.services import Watch, request_cancel
from tests.builders import NOW, make_organisation

STEP_SECONDS = 0.02
HANDLERS = {
    name: f"{__name__}.{name.replace('-', '_')}"
    for name in (
        "add",
        "break",
        "return-rubbish",
        "cancel-itself",
        "lose-itself",
        "found",
        "count",
    )
}
HANDLERS["break"] = f"{__name__}.break_down"
HANDLERS["cut-off"] = f"{__name__}.be_cut_off"
HANDLERS["fill-the-disk"] = f"{__name__}.fill_the_disk"
HANDLERS["missing"] = f"{__name__}.is_not_there"


def add(job: Job, watch: Watch) -> dict[str, Any]:
    """Add two numbers."""
    watch.progress(1, 2)
    total = job.payload["one"] + job.payload["other"]
    watch.progress(2, 2)
    return {"sum": total}


def break_down(_job: Job, _watch: Watch) -> dict[str, Any]:
    """Raise what nobody foresaw."""
    raise ZeroDivisionError("the secret of the handler")


def be_cut_off(_job: Job, _watch: Watch) -> dict[str, Any]:
    """Lose the database."""
    raise OperationalError("server closed the connection unexpectedly")


def fill_the_disk(_job: Job, _watch: Watch) -> dict[str, Any]:
    """Find no room for what it makes."""
    raise OSError(errno.ENOSPC, "No space left on device")


def return_rubbish(_job: Job, _watch: Watch) -> dict[str, Any]:
    """Return what JSON cannot hold."""
    return {"sum": object()}


def cancel_itself(job: Job, watch: Watch) -> dict[str, Any]:
    """Be cancelled by somebody between the last report and the end."""
    request_cancel(job=job, at=NOW)
    if job.payload.get("is_whole"):
        with transaction.atomic():
            make_organisation("Effect")
            watch.finish({})
    return {"sum": 0}


def lose_itself(job: Job, watch: Watch) -> dict[str, Any]:
    """Find that the job is gone."""
    Job.objects.filter(pk=job.pk).delete()
    watch.progress(1, 2)
    raise AssertionError("a lost job goes no further")


def found(_job: Job, watch: Watch) -> dict[str, Any]:
    """Make an organisation and end, both or neither, named after the run."""
    with transaction.atomic():
        organisation = make_organisation(f"Run {current_request_id()}")
        watch.finish({"organisation": organisation.pk})
    return {}


def count(job: Job, watch: Watch) -> dict[str, Any]:
    """Count slowly, reporting at each step."""
    for step in range(job.payload["steps"]):
        watch.progress(step, job.payload["steps"])
        time.sleep(job.payload.get("seconds", STEP_SECONDS))
    return {"counted": job.payload["steps"]}
