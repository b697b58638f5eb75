"""Workbooks somebody asked for, and how far they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Membership
from assessments.models import MadeFile, MadeFileQuerySet
from assessments.models.sharing import shown_to
from assessments.words.made import failure_words
from jobs.models import Job
from jobs.selectors import Progress, progress_of


@dataclass(frozen=True, slots=True)
class MadeLine:
    """One workbook in a list: "ready", "waiting", "cancelled" or "failed"."""

    made: MadeFile
    state: str


def made_progress(made: MadeFile) -> Progress | None:
    """Return how far a workbook is, None when its job is purged. One query."""
    return progress_of(key=made.job_key, organisation_id=made.organisation_id)


def why_not_made(progress: Progress | None) -> str:
    """Return in a sentence why a workbook that is not made never will be."""
    if progress is None:
        return failure_words("gone")
    return failure_words(str(progress.result.get("failure", ""))) or progress.text


def made_lines(files: MadeFileQuerySet) -> tuple[MadeLine, ...]:
    """Return workbooks, the latest first. Two queries, however many."""
    found = list(files.latest_first())
    states = dict(
        Job.objects.filter(key__in=[each.job_key for each in found]).values_list("key", "state")
    )
    return tuple(MadeLine(each, _state(each, states.get(each.job_key, ""))) for each in found)


def made_for(jobs: Iterable[Job], reader: Membership) -> MadeFileQuerySet:
    """Keep what jobs make of assessments that a member may read now, with their assessments."""
    keys = [job.key for job in jobs]
    shown = MadeFile.objects.filter(shown_to(reader.user, "assessment"), job_key__in=keys)
    of_organisation = shown.filter(organisation=reader.organisation_id)
    return of_organisation.select_related("assessment__edition__matrix")


def _state(made: MadeFile, job: str) -> str:
    if made.made_at:
        return "ready"
    if job in {Job.State.QUEUED, Job.State.RUNNING}:
        return "waiting"
    return "cancelled" if job == Job.State.CANCELLED else "failed"
