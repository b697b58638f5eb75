"""Asking that a workbook is made in the background, and that it is not."""

from datetime import datetime
from typing import Final
from uuid import uuid4

from accounts.models import Membership
from assessments.models import Assessment, MadeFile
from database.transactions import change
from jobs.models import Job
from jobs.services import enqueue, request_cancel

KIND: Final = "make-workbook"


@change
def ask_for_workbook(
    *, assessment: Assessment, query: str, language: str, by: Membership, at: datetime
) -> MadeFile:
    """Have the workbook of the rows that `query` keeps made, "" for all of them.

    Who asks for one that is on its way gets that one. No event: the file that is handed out in
    the end has its own.
    """
    wanted = MadeFile.objects.of_assessment(assessment).filter(
        asked_by=by, query=query, language=language, made_at=None
    )
    keys = wanted.values_list("job_key", flat=True)
    waiting = Job.objects.unfinished().filter(key__in=list(keys), cancel_requested_at=None)
    on_its_way = wanted.filter(job_key__in=list(waiting.values_list("key", flat=True)))
    if found := on_its_way.latest_first().first():
        return found
    key = uuid4()
    job = enqueue(
        kind=KIND,
        organisation_id=assessment.organisation_id,
        made_by_id=by.pk,
        payload={"made": str(key)},
        at=at,
    )
    return MadeFile.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        key=key,
        asked_by=by,
        asked_at=at,
        query=query,
        language=language,
        job_key=job.key,
    )


def cancel_making(*, made: MadeFile, at: datetime) -> None:
    """Ask that a workbook is not made; one that is made stays."""
    jobs = Job.objects.of_organisation(made.organisation_id).unfinished()
    if job := jobs.filter(key=made.job_key).first():
        request_cancel(job=job, at=at)
