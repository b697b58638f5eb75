"""Whoever runs it sees what workers have to do."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from jobs.models import Job
from jobs.selectors import what_waits
from jobs.services import Hold, run_next, take_now
from tests.builders import NOW
from tests.jobs.asking import ORGANISATION, make_claimed, make_job

pytestmark = pytest.mark.django_db


def test_what_runs_comes_first_then_what_waits_then_what_failed() -> None:
    failed = make_job("break")
    run_next(clock=lambda: NOW)
    running = make_claimed()
    waiting = [make_job(), make_job()]
    over = make_job("add")
    Job.objects.filter(pk=over.pk).update(
        state=Job.State.CANCELLED, finished_at=NOW, cancel_requested_at=NOW
    )

    found = what_waits().jobs

    assert [job.pk for job in found] == [running.pk, *(job.pk for job in waiting), failed.pk]


def test_the_command_lists_jobs_and_chores(capsys: pytest.CaptureFixture[str]) -> None:
    job = make_claimed()
    Hold(take_now(name="clear-jobs", at=NOW), clock=lambda: NOW).carry_out()

    call_command("jobs")

    said = capsys.readouterr().out
    assert f"running add {job.key} of organisation {ORGANISATION}: -, asked" in said
    assert f"chore clear-jobs: due {(NOW + timedelta(hours=1)).isoformat()}" in said


def test_a_failed_job_has_the_reference_that_is_in_the_log(
    capsys: pytest.CaptureFixture[str],
) -> None:
    make_job("break")
    run_next(clock=lambda: NOW)

    call_command("jobs", json=True)

    line = json.loads(capsys.readouterr().out)["jobs"][0]
    assert line["state"] == "failed"
    assert line["reference"] == Job.objects.get().result["reference"] != ""


def test_an_installation_at_rest_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("jobs")

    assert capsys.readouterr().out == "No job waits, runs or failed.\n"


def test_a_job_is_cancelled_by_its_key(capsys: pytest.CaptureFixture[str]) -> None:
    job = make_job()

    call_command("jobs", cancel=job.key)

    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert "add" in capsys.readouterr().out


def test_a_job_that_is_not_there_cannot_be_cancelled() -> None:
    with pytest.raises(CommandError, match="No job that waits"):
        call_command("jobs", cancel=uuid4())
