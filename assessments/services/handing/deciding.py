"""What the successor says of each row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from assessments.models import HandOver, HandOverRow, OfferState
from assessments.services.handing.mailing import mail_decision
from assessments.services.handing.moving import give, locked, set_state, tell
from database.transactions import change

DECIDED: Final = "hand-over-decided"


@dataclass(frozen=True, slots=True)
class Decided:
    """How many rows were accepted, were refused, or could not change hands any more."""

    accepted: int
    refused: int
    gone: int


class NotOffered(Exception):
    """There is no such hand-over for this member to decide on."""


def decide_hand_over(
    *,
    hand_over_id: int,
    accepted: Collection[UUID],
    refused: Collection[UUID],
    by: Membership,
    at: datetime,
) -> Decided:
    """Accept and refuse rows of an offer, by key; those in neither wait on.

    Accepted rows change their owner as one batch for each assessment, or wait for the day the
    hand-over starts. What has another owner by now, or stands in an assessment that was signed,
    stays as it is. A row that does not wait any more is left out. When none waits any more, who
    offered them is mailed. Raises `NotOffered`; then nothing is written.
    """
    decided = _decide(hand_over_id, accepted, refused, by, at)
    if decided != Decided(0, 0, 0):
        mail_decision(hand_over_id=hand_over_id, by=by)
    return decided


@change
def _decide(
    hand_over_id: int,
    accepted: Collection[UUID],
    refused: Collection[UUID],
    by: Membership,
    at: datetime,
) -> Decided:
    offers = HandOver.objects.filter(organisation_id=by.organisation_id).offered_to(by)
    hand_over = offers.filter(pk=hand_over_id).first()
    if hand_over is None:
        raise NotOffered
    rows = locked(hand_over, OfferState.WAITING)
    wanted = [row for row in rows if row.answer.key in accepted]
    left = [row for row in rows if row.answer.key in refused and row not in wanted]
    state, taken = _take(hand_over, wanted, by, at)
    gone = [row for row in wanted if row not in taken]
    set_state(taken, state, at, by=by)
    set_state(gone, OfferState.GONE, at, by=by)
    set_state(left, OfferState.REFUSED, at, by=by)
    decided = Decided(len(taken), len(left), len(gone))
    if decided != Decided(0, 0, 0):
        tell(DECIDED, hand_over, {"rows": len(taken), "refused": len(left)}, by, at)
    return decided


def _take(
    hand_over: HandOver, wanted: list[HandOverRow], by: Membership, at: datetime
) -> tuple[str, list[HandOverRow]]:
    """Return the state that accepted rows get, and those of them that get it."""
    if hand_over.starts_after(timezone.localdate(at)):
        return OfferState.AGREED, wanted
    had_by = (hand_over.from_membership_id, None)
    return OfferState.ACCEPTED, give(wanted, had_by=had_by, to=hand_over.to, by=by, at=at)
