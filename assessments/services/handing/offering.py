"""Offering the rows of one member to a successor. Nothing changes hands yet."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import Membership, Team
from accounts.rights import Action
from assessments.models import (
    Answer,
    AnswerQuerySet,
    Assessment,
    HandOver,
    HandOverReason,
    HandOverRow,
    OfferState,
)
from assessments.services.handing.mailing import mail_offer
from assessments.services.handing.moving import tell
from database.transactions import change

OFFERED: Final = "hand-over-offered"


@dataclass(frozen=True, slots=True)
class Offer:
    """Whose rows go to whom, and why. `to` is a member or a team of the same organisation.

    `ends_on` is the last day of a holiday, None otherwise. `starts_on` is the day from which
    accepted rows change hands, None for at once. Without `assessments` (ids) the rows of all
    active ones.
    """

    giver: Membership
    to: Membership | Team
    reason: str
    ends_on: date | None = None
    note: str = ""
    assessments: Collection[int] = ()
    starts_on: date | None = None


class MayNotOffer(Exception):
    """The rows are somebody else's, and this member does not assign them."""


class NothingToHandOver(Exception):
    """The member has no row there that is not offered already."""


class StartUnfit(ValueError):
    """The first day is over, or comes after the last one."""


class SuccessorUnfit(Exception):
    """The successor is the member, has left, is elsewhere, or does not answer duties."""


def offerable(*, giver: Membership, assessments: Collection[int] = ()) -> AnswerQuerySet:
    """Return the rows a member has in person in active assessments, but those offered already."""
    waiting = HandOverRow.objects.filter(
        answer=OuterRef("pk"), state__in=[OfferState.WAITING, OfferState.AGREED]
    )
    rows = (
        Answer.objects.filter(owner_membership=giver, organisation_id=giver.organisation_id)
        .filter(assessment__state=Assessment.State.ACTIVE)
        .in_play()
        .exclude(Exists(waiting))
    )
    return rows.filter(assessment__in=assessments) if assessments else rows


def offer_duties(*, offer: Offer, by: Membership, at: datetime) -> HandOver:
    """Offer rows to a successor, who is mailed and decides on each of them.

    Raises `MayNotOffer`, `NothingToHandOver`, `StartUnfit`, `SuccessorUnfit`, and `ValueError`
    for a holiday that is over; then nothing is written and nobody is written to.
    """
    hand_over = _offer(offer, by, at)
    mail_offer(hand_over_id=hand_over.pk, by=by)
    return hand_over


@change
def _offer(offer: Offer, by: Membership, at: datetime) -> HandOver:
    _check(offer, by, at)
    rows = offerable(giver=offer.giver, assessments=offer.assessments)
    found = list(rows.select_for_update(of=("self",)).order_by("assessment_id", "pk"))
    if not found:
        raise NothingToHandOver
    hand_over = HandOver.objects.create(
        organisation_id=by.organisation_id,
        from_membership=offer.giver,
        to_membership=offer.to if isinstance(offer.to, Membership) else None,
        to_team=offer.to if isinstance(offer.to, Team) else None,
        reason=offer.reason,
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        note=offer.note,
        proposed_at=at,
        proposed_by=by,
    )
    HandOverRow.objects.bulk_create(
        HandOverRow(organisation_id=by.organisation_id, hand_over=hand_over, answer=row)
        for row in found
    )
    told = {"member": offer.giver.pk, "rows": len(found)}
    tell(OFFERED, hand_over, told, by, at)
    return hand_over


def _check(offer: Offer, by: Membership, at: datetime) -> None:
    is_own = offer.giver.pk == by.pk and by.may(Action.ASSIGN_OWN)
    is_here = offer.giver.organisation_id == by.organisation_id
    if not is_here or not (is_own or by.may(Action.ASSIGN_ANY)):
        raise MayNotOffer
    if not _is_fit(offer.to, offer.giver):
        raise SuccessorUnfit
    is_holiday = offer.reason == HandOverReason.HOLIDAY
    if is_holiday is (offer.ends_on is None):
        raise ValueError("a holiday has a last day, and nothing else has")
    today = timezone.localdate(at)
    if offer.ends_on and offer.ends_on <= today:
        raise ValueError("the holiday is over")
    if offer.starts_on and not today <= offer.starts_on <= (offer.ends_on or date.max):
        raise StartUnfit


def _is_fit(to: Membership | Team, giver: Membership) -> bool:
    if to.organisation_id != giver.organisation_id:
        return False
    if isinstance(to, Team):
        return True
    is_present = to.ended_at is None and to.user.is_active
    return to.pk != giver.pk and is_present and to.may(Action.ANSWER_OWN)
