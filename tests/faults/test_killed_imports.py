"""A worker that is killed in an import: it is done once, by whoever comes next."""

import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Role
from audit.models import chain_of
from audit.selectors import verify_chain
from jobs.models import Job
from jobs.services import run_next, sweep
from matrix.models import Edition, MatrixImport
from matrix.services.importing import describe, publish_import
from tests.builders import make_member, make_page
from tests.matrix.importing.imports import DESCRIBED, LONG, make_import
from tests.messages import ROOT
from tests.processes import environment

pytestmark = [pytest.mark.thorough, pytest.mark.django_db(transaction=True)]


def be_killed(point: str) -> None:
    """Have a worker do the job that waits, and kill it at a point."""
    command = [sys.executable, "-m", "tests.faults.killed", point]
    done = subprocess.run(command, cwd=ROOT, env=environment(), check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL


def go_on() -> Job:
    """Do the job of the dead worker."""
    sweep(at=timezone.now() + timedelta(minutes=2))
    job = run_next()
    assert job is not None
    return job


def ready(member: Membership) -> MatrixImport:
    """Return a long import that was read and described."""
    found = make_import(make_page(LONG), by=member)
    run_next()
    found.refresh_from_db()
    return describe(matrix_import=found, revision=1, provenance=DESCRIBED, matrix=None)


@pytest.mark.parametrize("point", ["read"])
def test_a_file_whose_reader_is_killed_is_read_by_the_next(point: str) -> None:
    found = make_import(make_page(LONG), by=make_member(Role.MANAGER))

    be_killed(point)
    job = go_on()

    found.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)
    assert found.job_key is None
    assert found.outcome


@pytest.mark.parametrize("point", ["published", "finished"])
def test_a_matrix_whose_publisher_is_killed_is_published_once(point: str) -> None:
    member = make_member(Role.MANAGER)
    found = ready(member)
    publish_import(matrix_import=found, revision=found.revision, by=member, at=timezone.now())

    be_killed(point)
    after_the_kill = Edition.objects.count()
    job = go_on()

    assert after_the_kill == 0
    assert (job.state, Edition.objects.count()) == (Job.State.DONE, 1)
    assert verify_chain(chain_of(member.organisation_id)).broken_at is None
