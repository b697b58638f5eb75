"""The end of a holiday: what was handed over comes back."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.models import Membership
from accounts.services import end_membership
from assessments.models import Answer, HandOver
from assessments.services.handing import (
    Offer,
    decide_hand_over,
    end_holidays,
    offer_duties,
)
from audit.models import Event
from tests.builders import (
    NOW,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


def test_after_a_holiday_the_rows_come_back_once(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _on_holiday(manager, giver, successor)

    early = end_holidays(NOW + timedelta(days=1))
    back = end_holidays(NOW + timedelta(days=2))
    again = end_holidays(NOW + timedelta(days=3))

    hand_over.refresh_from_db()
    assert (early, back, again) == (0, 1, 0)
    assert Answer.objects.filter(owner_membership=giver).count() == 2
    assert _states(hand_over) == ["returned", "gone"]
    assert hand_over.ended_at == NOW + timedelta(days=2)
    assert Event.objects.get(verb="hand-over-returned").actor_id == giver.user_id


def test_after_a_holiday_what_went_on_to_another_stays_there(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _on_holiday(manager, giver, successor)
    Answer.objects.filter(key=_keys(hand_over)[0]).update(owner_membership=manager)

    back = end_holidays(NOW + timedelta(days=2))

    assert back == 0
    assert Answer.objects.get(key=_keys(hand_over)[0]).owner_membership == manager


def test_nothing_comes_back_to_somebody_who_left_during_the_holiday(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _on_holiday(manager, giver, successor)
    end_membership(membership=giver, at=NOW)

    back = end_holidays(NOW + timedelta(days=2))

    assert back == 0
    assert Answer.objects.filter(owner_membership=successor).count() == 1


def _on_holiday(manager: Membership, giver: Membership, successor: Membership) -> HandOver:
    """Offer both rows for a holiday that ends tomorrow, of which the first is accepted."""
    offer = Offer(giver, successor, "holiday", TOMORROW)
    hand_over = offer_duties(offer=offer, by=manager, at=NOW)
    decide_hand_over(
        hand_over_id=hand_over.pk,
        accepted=_keys(hand_over)[:1],
        refused=[],
        by=successor,
        at=NOW,
    )
    return hand_over


def _keys(hand_over: HandOver) -> list[UUID]:
    return list(hand_over.rows.order_by("pk").values_list("answer__key", flat=True))


def _states(hand_over: HandOver) -> list[str]:
    return list(hand_over.rows.order_by("pk").values_list("state", flat=True))
