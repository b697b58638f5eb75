"""What the successor says of each row, and the way back at the end of a holiday."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from assessments.models import Assessment, HandOver, HandOverReason, HandOverRow, OfferState
from assessments.services.answering import AnswerValues, Entry, record_answers
from assessments.services.handing.offering import KIND
from audit.services import Happening, append_events
from database.transactions import change

DECIDED: Final = "hand-over-decided"
RETURNED: Final = "hand-over-returned"


@dataclass(frozen=True, slots=True)
class Decided:
    """How many rows changed hands, were refused, or could not change hands any more."""

    accepted: int
    refused: int
    gone: int


class NotOffered(Exception):
    """There is no such hand-over for this member to decide on."""


@change
def decide_hand_over(
    *,
    hand_over_id: int,
    accepted: Collection[UUID],
    refused: Collection[UUID],
    by: Membership,
    at: datetime,
) -> Decided:
    """Accept and refuse rows of an offer, by key; those in neither wait on.

    Accepted rows change their owner as one batch for each assessment. What has another owner by
    now, or stands in an assessment that was signed, stays as it is. A row that does not wait any
    more is left out. Raises `NotOffered`; then nothing is written.
    """
    offers = HandOver.objects.filter(organisation_id=by.organisation_id).offered_to(by)
    hand_over = offers.filter(pk=hand_over_id).first()
    if hand_over is None:
        raise NotOffered
    rows = _locked(hand_over, OfferState.WAITING)
    wanted = [row for row in rows if row.answer.key in accepted]
    values = AnswerValues(
        owner_membership_id=hand_over.to_membership_id, owner_team_id=hand_over.to_team_id
    )
    given = _give(wanted, hand_over.from_membership_id, None, values, by, at)
    left = [row for row in rows if row.answer.key in refused and row not in wanted]
    states = {
        OfferState.ACCEPTED: given,
        OfferState.GONE: [row for row in wanted if row not in given],
        OfferState.REFUSED: left,
    }
    for state, decided in states.items():
        _set(decided, state, by, at)
    numbers = [len(states[state]) for state in states]
    if any(numbers):
        told = {"rows": numbers[0], "refused": numbers[2]}
        _tell(DECIDED, hand_over, told, by, at)
    return Decided(numbers[0], numbers[2], numbers[1])


def end_holidays(at: datetime) -> int:
    """Give the rows of every holiday whose last day has passed back, and return how many.

    What the successor gave to somebody else, or stands in a signed assessment, stays there; so
    does everything of a member who has left.
    """
    over = HandOver.objects.filter(
        reason=HandOverReason.HOLIDAY, ended_at=None, ends_on__lt=timezone.localdate(at)
    )
    return sum(_end(pk, at) for pk in over.order_by("pk").values_list("pk", flat=True))


@change
def _end(hand_over_id: int, at: datetime) -> int:
    hand_over = HandOver.objects.select_related("from_membership").get(pk=hand_over_id)
    back = hand_over.from_membership
    rows = _locked(hand_over, OfferState.ACCEPTED) if back.ended_at is None else []
    values = AnswerValues(owner_membership_id=back.pk, owner_team_id=None)
    to = (hand_over.to_membership_id, hand_over.to_team_id)
    given = _give(rows, *to, values, back, at)
    _set(given, OfferState.RETURNED, back, at)
    _set(_locked(hand_over, OfferState.WAITING), OfferState.GONE, back, at)
    HandOver.objects.filter(pk=hand_over_id).update(ended_at=at)
    _tell(RETURNED, hand_over, {"rows": len(given)}, back, at)
    return len(given)


def _locked(hand_over: HandOver, state: str) -> list[HandOverRow]:
    # The assessments stand first, which is the order of locks (SECURITY.md, "PostgreSQL").
    assessments = hand_over.rows.values("answer__assessment")
    locked = Assessment.objects.select_for_update(of=("self",)).order_by("pk")
    list(locked.filter(pk__in=assessments))
    rows = hand_over.rows.filter(state=state).select_related("answer__assessment")
    return list(
        rows.select_for_update(of=("self", "answer")).order_by("answer__assessment_id", "pk")
    )


def _give(
    rows: Sequence[HandOverRow],
    owner: int | None,
    team: int | None,
    values: AnswerValues,
    by: Membership,
    at: datetime,
) -> list[HandOverRow]:
    """Give rows that still have `owner` or `team` the new one, and return those."""
    ready = [
        row
        for row in rows
        if (row.answer.owner_membership_id, row.answer.owner_team_id) == (owner, team)
        and row.answer.assessment.state == Assessment.State.ACTIVE
    ]
    given: set[UUID] = set()
    for assessment_id, group in groupby(ready, key=attrgetter("answer.assessment_id")):
        entries = [Entry(row.answer.key, row.answer.revision, values) for row in group]
        recorded = record_answers(
            assessment_id=assessment_id, entries=entries, by=by, at=at, is_agreed=True
        )
        given |= recorded.saved.keys()
    return [row for row in ready if row.answer.key in given]


def _set(rows: Iterable[HandOverRow], state: str, by: Membership, at: datetime) -> None:
    HandOverRow.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=state, decided_at=at, decided_by=by
    )


def _tell(
    verb: str, hand_over: HandOver, told: dict[str, int], by: Membership, at: datetime
) -> None:
    append_events(
        organisation_id=hand_over.organisation_id,
        happenings=[Happening(verb, KIND, str(hand_over.pk), new=told)],
        actor_id=by.user_id,
        at=at,
    )
