"""Submitting rows to a reviewer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from accounts.models import Membership
from assessments.models import NOT_REVIEWED, Answer, Coverage, Review
from assessments.services.reviewing.rows import (
    REATTESTED,
    SUBMITTED,
    Reviewed,
    Seen,
    Step,
    take,
)
from database.transactions import change

_BEFORE: Final = frozenset({Review.NONE, Review.SENT_BACK})


@change
def submit_rows(
    *,
    assessment_id: int,
    rows: Sequence[Seen],
    by: Membership,
    at: datetime,
    verb: str = SUBMITTED,
) -> Reviewed:
    """Hand answered rows to a reviewer. Who may answer a row may submit it.

    With `REATTESTED` as verb only rows that say what was confirmed last are fit: somebody says
    that it is still true. Raises `AssessmentClosed`.
    """
    writable = set(
        Answer.objects.filter(assessment_id=assessment_id, key__in=[row.key for row in rows])
        .writable_by(by)
        .values_list("pk", flat=True)
    )

    def is_fit(row: Answer) -> bool:
        is_answered = row.coverage != Coverage.UNANSWERED and row.review in _BEFORE
        return is_answered and (verb != REATTESTED or row.is_as_confirmed)

    step = Step(
        verb,
        {
            **NOT_REVIEWED,
            "review": Review.SUBMITTED.value,
            "submitted_at": at,
            "submitted_by_id": by.pk,
        },
        is_fit=is_fit,
        is_refused=lambda row: row.pk not in writable,
    )
    return take(step, rows, assessment_id=assessment_id, by=by, at=at)
