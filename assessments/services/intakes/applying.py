"""Applying what was brought in: one batch, against the rows as they are at that moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypedDict, cast
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Assessment, Intake
from assessments.readers.said import OPINION
from assessments.selectors.intakes import merged
from assessments.selectors.intakes.results import MergedRow
from assessments.services.answering import (
    AnswerValues,
    ConcurrentChange,
    Entry,
    Recorded,
    record_answers,
)
from assessments.services.intakes.bringing import check_open, tell_of
from assessments.services.intakes.outcomes import (
    Applied,
    IntakeMoved,
    NothingToApply,
    NotYours,
    StillUndecided,
)
from assessments.services.opinions import OpinionEntry, record_opinions
from database.transactions import change

APPLIED: Final = "intake-applied"


@change
def apply_intake(*, intake: Intake, revision: int, by: Membership, at: datetime) -> Applied:
    """Write what the file says as one batch, with rights, counters and events of any answer.

    Compared anew with the rows, which are locked meanwhile: where one has moved since a conflict
    in it was decided, that is asked again and nothing is written. Applied a second time it
    changes nothing and says so. Raises `StillUndecided`, `NothingToApply`, `IntakeMoved`,
    `NotYours` and `AssessmentClosed`.
    """
    if intake.made_by_id != by.pk:
        raise NotYours
    assessment = locked(intake.assessment_id)
    standing = Intake.objects.select_for_update().select_related("assessment").get(pk=intake.pk)
    if standing.state == Intake.State.APPLIED:
        return Applied(
            standing.batch, standing.rows, {}, standing.opinions_batch, is_repeated=True
        )
    if standing.revision != revision or standing.state != Intake.State.DRAFT:
        raise IntakeMoved
    check_open(assessment, by)
    return _apply(standing, by, at)


def locked(assessment_id: int) -> Assessment:
    """Return an assessment, locked with its rows: in this order (services/answering.py)."""
    assessment = Assessment.objects.select_for_update().get(pk=assessment_id)
    list(Answer.objects.filter(assessment=assessment).order_by("pk").select_for_update())
    return assessment


def _apply(intake: Intake, by: Membership, at: datetime) -> Applied:
    merge = merged(intake, reader=by, on=timezone.localdate(at))
    if merge.undecided:
        raise StillUndecided(merge.undecided)
    answers = [each for row in merge.written for each in _entry(row)]
    opinions = [each for row in merge.written for each in _opinion(row)]
    if not answers and not opinions:
        raise NothingToApply
    saved: dict[UUID, int] = {}
    batch = opinions_batch = ""
    if answers:
        batch = _take(saved, record_answers(entries=answers, **_by(intake, by, at)))
    if opinions:
        opinions_batch = _take(saved, record_opinions(entries=opinions, **_by(intake, by, at)))
    Intake.objects.filter(pk=intake.pk).update(
        state=Intake.State.APPLIED,
        applied_at=at,
        applied_by=by,
        batch=batch,
        opinions_batch=opinions_batch,
        rows=len(saved),
        revision=F("revision") + 1,
    )
    tell_of(intake, APPLIED, by=by, at=at, rows=len(saved))
    return Applied(batch, len(saved), saved, opinions_batch)


class _By(TypedDict):
    assessment_id: int
    by: Membership
    at: datetime


def _by(intake: Intake, by: Membership, at: datetime) -> _By:
    return {"assessment_id": intake.assessment_id, "by": by, "at": at}


def _take(saved: dict[UUID, int], recorded: Recorded) -> str:
    if recorded.stale or recorded.refused or recorded.missing:
        # What the preview allowed, the service does not: nothing of it is to stand.
        raise ConcurrentChange
    saved.update(recorded.saved)
    return recorded.batch


def _entry(row: MergedRow) -> Iterator[Entry]:
    cells = [cell for cell in row.taken if cell.field not in OPINION]
    values = {name: value for cell in cells for name, value in cell.values.items()}
    if values:
        yield Entry(row.key, row.revision, cast(AnswerValues, values))


def _opinion(row: MergedRow) -> Iterator[OpinionEntry]:
    meant = row.opinion
    if meant is not None:
        yield OpinionEntry(row.key, meant.revision, meant.result, meant.note, meant.stated_on)
