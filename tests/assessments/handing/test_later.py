"""Hand-overs that start on a later day."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from accounts.models import Membership, Team, User
from accounts.rights import Role
from accounts.services import change_role, end_membership
from assessments.models import Answer, Assessment, HandOver
from assessments.selectors.handing import to_come_for
from assessments.services.handing import (
    NothingToHandOver,
    Offer,
    StartUnfit,
    decide_hand_over,
    end_holidays,
    offer_duties,
    start_hand_overs,
)
from audit.models import Event
from tests.builders import NOW, make_member, make_team

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)
NEXT_DAY = NOW + timedelta(days=1)


def test_accepted_rows_change_hands_on_the_day_it_starts_and_once(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _accepted(manager, giver, successor)

    early = start_hand_overs(NOW)
    before = _owned(giver)
    begun = start_hand_overs(NEXT_DAY)
    again = start_hand_overs(NEXT_DAY)

    assert (early, before, begun, again) == (0, 2, 2, 0)
    assert _owned(successor) == 2
    assert _states(hand_over) == ["accepted", "accepted"]
    assert {row.decided_by for row in hand_over.rows.all()} == {successor}
    started = Event.objects.get(verb="hand-over-started")
    assert (started.actor_id, started.new) == (manager.user_id, {"rows": 2})


@pytest.mark.thorough
def test_until_then_the_rows_can_be_offered_to_nobody_else(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _accepted(manager, giver, successor)

    with pytest.raises(NothingToHandOver):
        offer_duties(offer=Offer(giver, manager, "leave"), by=manager, at=NOW)


def test_until_then_both_sides_read_that_it_comes(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _accepted(manager, giver, successor)
    bystander = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)

    told = [to_come_for(reader) for reader in (giver, successor, bystander)]
    start_hand_overs(NEXT_DAY)

    assert told == [[hand_over], [hand_over], []]
    assert to_come_for(giver) == []


def test_what_is_accepted_on_the_first_day_goes_at_once(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, giver, successor)

    _accept(hand_over, by=successor, at=NEXT_DAY)

    assert _owned(successor) == 2
    assert _states(hand_over) == ["accepted", "accepted"]


def test_a_team_gets_its_rows_on_the_day(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    team = make_team(successor)
    _accepted(manager, giver, team, by=successor)

    begun = start_hand_overs(NEXT_DAY)

    assert begun == Answer.objects.filter(owner_team=team).count() == 2


@pytest.mark.thorough
@pytest.mark.parametrize("why", ["left", "switched off", "reads only"])
def test_nothing_goes_to_somebody_who_answers_no_duties_any_more(
    manager: Membership, giver: Membership, successor: Membership, why: str
) -> None:
    hand_over = _accepted(manager, giver, successor)
    if why == "left":
        end_membership(membership=successor, at=NOW)
    elif why == "switched off":
        User.objects.filter(pk=successor.user_id).update(is_active=False)
    else:
        change_role(membership=successor, role=Role.VIEWER, at=NOW, by=manager.user)

    begun = start_hand_overs(NEXT_DAY)

    assert (begun, _owned(giver)) == (0, 2)
    assert _states(hand_over) == ["gone", "gone"]


@pytest.mark.thorough
def test_nothing_goes_to_a_team_that_is_gone(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    team = make_team(successor)
    hand_over = _accepted(manager, giver, team, by=successor)
    team.delete()

    begun = start_hand_overs(NEXT_DAY)

    assert (begun, _states(hand_over)) == (0, ["gone", "gone"])


def test_what_changed_meanwhile_stays_as_it_is(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _accepted(manager, giver, successor)
    Answer.objects.filter(key=_keys(hand_over)[0]).update(owner_membership=manager)

    begun = start_hand_overs(NEXT_DAY)

    assert (begun, _owned(manager)) == (1, 1)
    assert _states(hand_over) == ["gone", "accepted"]


@pytest.mark.thorough
def test_rows_of_an_assessment_that_was_signed_stay(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _accepted(manager, giver, successor)
    Assessment.objects.update(state=Assessment.State.SIGNED)

    begun = start_hand_overs(NEXT_DAY)

    assert (begun, _owned(giver)) == (0, 2)


@pytest.mark.thorough
def test_a_holiday_that_nobody_began_gives_nothing_back(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _accepted(manager, giver, successor, ends_in=2)

    back = end_holidays(NOW + timedelta(days=3))
    begun = start_hand_overs(NOW + timedelta(days=3))

    assert (back, begun, _owned(giver)) == (0, 0, 2)
    assert _states(hand_over) == ["gone", "gone"]


@pytest.mark.thorough
def test_after_a_holiday_nothing_comes_back_to_an_account_that_was_switched_off(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _accepted(manager, giver, successor, ends_in=2)
    start_hand_overs(NEXT_DAY)
    User.objects.filter(pk=giver.user_id).update(is_active=False)

    back = end_holidays(NOW + timedelta(days=3))

    assert (back, _owned(successor)) == (0, 2)


@pytest.mark.parametrize(
    ("starts_in", "ends_in"),
    [pytest.param(-1, None, id="yesterday"), pytest.param(3, 2, id="after its end")],
)
def test_a_first_day_is_to_come_and_before_the_last_one(
    manager: Membership,
    giver: Membership,
    successor: Membership,
    starts_in: int,
    ends_in: int | None,
) -> None:
    with pytest.raises(StartUnfit):
        _offered(manager, giver, successor, starts_in=starts_in, ends_in=ends_in)

    assert not HandOver.objects.exists()


@pytest.mark.thorough
def test_a_first_day_can_be_today(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offered(manager, giver, successor, starts_in=0)

    _accept(hand_over, by=successor)

    assert _owned(successor) == 2


def _offered(
    manager: Membership,
    giver: Membership,
    to: Membership | Team,
    *,
    starts_in: int = 1,
    ends_in: int | None = None,
) -> HandOver:
    offer = Offer(
        giver,
        to,
        "leave" if ends_in is None else "holiday",
        ends_on=None if ends_in is None else TODAY + timedelta(days=ends_in),
        starts_on=TODAY + timedelta(days=starts_in),
    )
    return offer_duties(offer=offer, by=manager, at=NOW)


def _accept(hand_over: HandOver, *, by: Membership, at: datetime = NOW) -> None:
    decide_hand_over(
        hand_over_id=hand_over.pk, accepted=_keys(hand_over), refused=[], by=by, at=at
    )


def _accepted(
    manager: Membership,
    giver: Membership,
    to: Membership | Team,
    *,
    by: Membership | None = None,
    ends_in: int | None = None,
) -> HandOver:
    """Offer both rows from tomorrow on, and accept them today."""
    hand_over = _offered(manager, giver, to, ends_in=ends_in)
    accepter = by or to
    assert isinstance(accepter, Membership)
    _accept(hand_over, by=accepter)
    return hand_over


def _owned(member: Membership) -> int:
    return Answer.objects.filter(owner_membership=member).count()


def _keys(hand_over: HandOver) -> list[UUID]:
    return list(hand_over.rows.order_by("pk").values_list("answer__key", flat=True))


def _states(hand_over: HandOver) -> list[str]:
    return list(hand_over.rows.order_by("pk").values_list("state", flat=True))
