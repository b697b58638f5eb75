"""Accepting rows and sending them back: the one place where four eyes are asked for."""

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Membership, Organisation
from accounts.rights import Action
from assessments.models import Review
from assessments.services.reviewing.rows import (
    ACCEPTED,
    SENT_BACK,
    ReasonForReturnMissing,
    Reviewed,
    Seen,
    Step,
    take,
)
from database.transactions import change


@change
def accept_rows(
    *,
    assessment_id: int,
    rows: Sequence[Seen],
    by: Membership,
    at: datetime,
    only_unchanged: bool = False,
) -> Reviewed:
    """Accept submitted rows, and keep what they say as what was confirmed.

    Every acceptance passes here. Refused to whoever may not review, and, where the organisation
    has four eyes, of rows that this member answered or submitted; a trigger holds the latter too.
    With `only_unchanged` a row is fit that says what it said when it was last accepted or signed.
    Raises `AssessmentClosed`.
    """
    has_four_eyes = Organisation.objects.filter(pk=by.organisation_id, has_four_eyes=True).exists()
    step = Step(
        ACCEPTED,
        {
            "review": Review.ACCEPTED.value,
            "reviewed_at": at,
            "reviewed_by_id": by.pk,
            "review_reason": "",
        },
        is_fit=lambda row: (
            row.review == Review.SUBMITTED and (row.is_as_confirmed or not only_unchanged)
        ),
        is_refused=lambda row: (
            not by.may(Action.REVIEW) or (has_four_eyes and row.is_own_work_of(by))
        ),
        confirms=True,
    )
    return take(step, rows, assessment_id=assessment_id, by=by, at=at)


@change
def send_back_rows(
    *,
    assessment_id: int,
    rows: Sequence[Seen],
    reason: str,
    by: Membership,
    at: datetime,
) -> Reviewed:
    """Send submitted or accepted rows back to whoever answers them, with one reason.

    Raises `AssessmentClosed` and `ReasonForReturnMissing`; then nothing is written.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonForReturnMissing
    step = Step(
        SENT_BACK,
        {
            "review": Review.SENT_BACK.value,
            "reviewed_at": at,
            "reviewed_by_id": by.pk,
            "review_reason": reason,
        },
        is_fit=lambda row: row.review in {Review.SUBMITTED, Review.ACCEPTED},
        is_refused=lambda row: not by.may(Action.REVIEW),
    )
    return take(step, rows, assessment_id=assessment_id, by=by, at=at)
