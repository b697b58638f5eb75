"""What the calendar does to hand-overs: those to come begin, and holidays end."""

from datetime import datetime
from typing import Final

from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import HandOver, HandOverReason, OfferState
from assessments.services.handing.moving import give, locked, set_state, tell
from database.transactions import change

STARTED: Final = "hand-over-started"
RETURNED: Final = "hand-over-returned"


def start_hand_overs(at: datetime) -> int:
    """Give the accepted rows of every hand-over whose first day has come; return how many.

    What has another owner by now, stands in a signed assessment, or would go to somebody who has
    left or answers no duties any more, stays where it is. Told to do it twice it does it once.
    """
    due = HandOver.objects.agreed().filter(starts_on__lte=timezone.localdate(at))
    return sum(_start(pk, at) for pk in due.order_by("pk").values_list("pk", flat=True))


def end_holidays(at: datetime) -> int:
    """Give the rows of every holiday whose last day has passed back, and return how many.

    What the successor gave to somebody else, or stands in a signed assessment, stays there; so
    does everything of a member who has left or cannot sign in.
    """
    over = HandOver.objects.filter(
        reason=HandOverReason.HOLIDAY, ended_at=None, ends_on__lt=timezone.localdate(at)
    )
    return sum(_end(pk, at) for pk in over.order_by("pk").values_list("pk", flat=True))


@change
def _start(hand_over_id: int, at: datetime) -> int:
    hand_over = HandOver.objects.select_related("proposed_by").get(pk=hand_over_id)
    by = hand_over.proposed_by
    rows = locked(hand_over, OfferState.AGREED)
    had_by = (hand_over.from_membership_id, None)
    going = rows if _has_fit_successor(hand_over) else []
    given = give(going, had_by=had_by, to=hand_over.to, by=by, at=at)
    set_state(given, OfferState.ACCEPTED, at)
    set_state([row for row in rows if row not in given], OfferState.GONE, at)
    tell(STARTED, hand_over, {"rows": len(given)}, by, at)
    return len(given)


@change
def _end(hand_over_id: int, at: datetime) -> int:
    hand_over = HandOver.objects.select_related("from_membership__user").get(pk=hand_over_id)
    back = hand_over.from_membership
    is_present = back.ended_at is None and back.user.is_active
    rows = locked(hand_over, OfferState.ACCEPTED) if is_present else []
    given = give(rows, had_by=hand_over.to, to=(back.pk, None), by=back, at=at)
    set_state(given, OfferState.RETURNED, at, by=back)
    left = locked(hand_over, OfferState.WAITING, OfferState.AGREED)
    set_state(left, OfferState.GONE, at, by=back)
    HandOver.objects.filter(pk=hand_over_id).update(ended_at=at)
    tell(RETURNED, hand_over, {"rows": len(given)}, back, at)
    return len(given)


def _has_fit_successor(hand_over: HandOver) -> bool:
    if hand_over.to_membership_id is None:
        return hand_over.to_team_id is not None
    current = Membership.objects.current().select_related("organisation")
    successor = current.filter(pk=hand_over.to_membership_id).first()
    return successor is not None and successor.may(Action.ANSWER_OWN)
