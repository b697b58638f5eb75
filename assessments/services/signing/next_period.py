"""Starting the next period from a signed one: what was said comes along, to be said again."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from accounts.models import Membership
from assessments.models import Answer, Assessment, GapPlan
from assessments.services.signing.closing import NotSigned
from assessments.services.starting import Terms, copy_assessment
from database.transactions import change

# What a copy to another scope leaves behind, and the same scope a period later does not.
_KEPT: Final = ("confirmed", "answered_by_id", "changed_at", "changed_by_id", "gap_since")
_COLUMNS: Final = [name.removesuffix("_id") for name in _KEPT]
_CHUNK: Final = 200


@change
def start_next_period(
    *, source: Assessment, terms: Terms, by: Membership, at: datetime
) -> Assessment:
    """Open the next period of a signed assessment, with its answers, gaps and their plans.

    No review comes along: each row is to be submitted again, and one that says what was
    confirmed can be said to be still true as it is. The scope is that of the source. Raises
    `NotSigned`, and what `copy_assessment` raises.
    """
    if source.state == Assessment.State.ACTIVE:
        raise NotSigned
    terms = replace(terms, scope=source.scope)
    assessment = copy_assessment(source=source, terms=terms, with_answers=True, by=by, at=at)
    before = {row.activity_id: row for row in Answer.objects.all_of(source)}
    rows = list(Answer.objects.all_of(assessment))
    for row in rows:
        for name in _KEPT:
            setattr(row, name, getattr(before[row.activity_id], name))
    Answer.objects.bulk_update(rows, _COLUMNS, batch_size=_CHUNK)
    _copy_plans(source, {row.activity_id: row for row in rows})
    return assessment


def _copy_plans(source: Assessment, rows: dict[int, Answer]) -> None:
    plans = list(
        GapPlan.objects.filter(answer__in=Answer.objects.all_of(source)).select_related("answer")
    )
    for plan in plans:
        plan.answer = rows[plan.answer.activity_id]
        plan.pk, plan.revision = None, 1
        plan._state.adding = True
    GapPlan.objects.bulk_create(plans)
