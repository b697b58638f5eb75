"""Background work to look at: asked for, failed, cancelled; and who looks."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.selectors.background import WorkLine, work_lines
from assessments.models import MadeFile
from jobs.models import Job
from jobs.services import claim, request_cancel
from tests.builders import NOW, make_assessment
from tests.builders.made import make_asked_file

LATER = NOW + timedelta(seconds=75)


def make_asked(by: Membership) -> tuple[MadeFile, Job]:
    """Ask for the workbook of a new assessment."""
    made = make_asked_file(make_assessment(by), by=by)
    return made, Job.objects.get(key=made.job_key)


def make_failed(job: Job) -> Job:
    """Have a job fail, after more than a minute."""
    claim(at=NOW)
    Job.objects.filter(pk=job.pk).update(
        state=Job.State.FAILED,
        claim=None,
        heartbeat_at=None,
        finished_at=LATER,
        result={"code": "broken", "reference": "f00d"},
    )
    return Job.objects.get(pk=job.pk)


def make_cancelled(job: Job) -> Job:
    """Have a job stopped before it began."""
    request_cancel(job=job, at=NOW)
    return Job.objects.get(pk=job.pk)


def line_of(job: Job, reader: Membership) -> WorkLine:
    """Return the line of a job as it is now."""
    return work_lines([Job.objects.get(pk=job.pk)], reader, at=LATER)[job.pk]


def work_url(member: Membership, name: str = "background", *keys: object) -> str:
    """Return the address of the page in the member's organisation, or of one of its ways."""
    return reverse(f"accounts:{name}", args=[member.organisation.slug, *keys])


def signed_in(member: Membership) -> Client:
    """Return a client of a member who reads English."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(member.user)
    return client
