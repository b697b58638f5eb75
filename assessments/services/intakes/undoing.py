"""Taking back what was applied, as one batch."""

from datetime import datetime
from typing import Final

from django.db.models import F

from accounts.models import Membership
from assessments.models import Intake
from assessments.services.intakes.bringing import tell_of
from assessments.services.intakes.outcomes import IntakeMoved, NotYours, TakenBack
from assessments.services.opinions import undo_opinions
from assessments.services.undoing import NothingToUndo, undo_batch
from database.transactions import change

UNDONE: Final = "intake-undone"


@change
def undo_intake(*, intake: Intake, revision: int, by: Membership, at: datetime) -> TakenBack:
    """Give every row its earlier values back, whole; rows changed since stay and are reported.

    It holds either answers or opinions, as nobody states both. Whoever applied it takes it back.
    Raises `IntakeMoved`, `NotYours`, `NothingToUndo` where no row could go back, and what
    `record_answers` raises.
    """
    if intake.applied_by_id != by.pk:
        raise NotYours
    taken = Intake.objects.filter(pk=intake.pk, revision=revision, state=Intake.State.APPLIED)
    if not taken.update(
        state=Intake.State.UNDONE, undone_at=at, undone_by=by, revision=F("revision") + 1
    ):
        raise IntakeMoved
    undo, batch = (
        (undo_batch, intake.batch) if intake.batch else (undo_opinions, intake.opinions_batch)
    )
    undone = undo(assessment_id=intake.assessment_id, batch=batch, by=by, at=at)
    if not undone.saved:
        raise NothingToUndo
    tell_of(intake, UNDONE, by=by, at=at, rows=len(undone.saved))
    return TakenBack(undone.batch, undone.saved, undone.stale, undone.refused, undone.missing)
