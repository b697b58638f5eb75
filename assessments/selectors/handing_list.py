"""The hand-overs of an organisation as lines: who, to whom, how many rows, how far."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from accounts.models import Membership
from assessments.models import (
    HandOver,
    HandOverQuerySet,
    HandOverReason,
    HandOverState,
    OfferState,
)
from assessments.selectors.handing import numbers_of, successor_of


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """A hand-over and how many of its rows are in each `OfferState`."""

    hand_over: HandOver
    numbers: Mapping[str, int]

    @property
    def giver(self) -> str:
        """Return whose rows they were."""
        return str(self.hand_over.from_membership)

    @property
    def successor(self) -> str:
        """Return to whom they are offered; "" for a team that is gone."""
        return successor_of(self.hand_over)

    @property
    def reason_text(self) -> str:
        """Return why, in the reader's language."""
        return str(HandOverReason(self.hand_over.reason).label)

    @property
    def rows(self) -> int:
        """Return how many rows were offered."""
        return sum(self.numbers.values())

    @property
    def words(self) -> str:
        """Return "3 accepted, 2 waiting"."""
        return numbers_of(self.numbers)

    @property
    def state(self) -> HandOverState:
        """Return how far it is; the same as `HandOverQuerySet.in_state` finds it."""
        if self.numbers[OfferState.WAITING]:
            return HandOverState.WAITING
        if self.numbers[OfferState.AGREED]:
            return HandOverState.TO_COME
        is_holiday = self.hand_over.reason == HandOverReason.HOLIDAY
        is_away = is_holiday and self.hand_over.ended_at is None
        if is_away and self.numbers[OfferState.ACCEPTED]:
            return HandOverState.AWAY
        return HandOverState.DONE

    @property
    def state_text(self) -> str:
        """Return how far it is, in the reader's language."""
        return str(self.state.label)


def listed_hand_overs(reader: Membership) -> HandOverQuerySet:
    """Return the hand-overs a member has to do with, counted for `line_of`, newest first.

    All of the organisation for whoever assigns any row.
    """
    counts = {_name(state): Count("rows", filter=Q(rows__state=state)) for state in OfferState}
    return (
        HandOver.objects.of_member(reader)
        .select_related("from_membership__user", "to_membership__user", "to_team")
        .select_related("proposed_by__user")
        .annotate(**counts, offered=Count("rows"))
        .order_by("-proposed_at", "-pk")
    )


def line_of(hand_over: HandOver) -> HandOverLine:
    """Return a hand-over that `listed_hand_overs` returned as a line."""
    numbers = {state.value: getattr(hand_over, _name(state)) for state in OfferState}
    return HandOverLine(hand_over, numbers)


def _name(state: OfferState) -> str:
    return f"n_{state.value}"
