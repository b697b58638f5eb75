"""Handing duties over: what is offered and what changes hands."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Team
from accounts.rights import Role
from assessments.models import Answer, Assessment, HandOver
from assessments.services.answering import AnswerValues
from assessments.services.handing import (
    MayNotOffer,
    NothingToHandOver,
    NotOffered,
    Offer,
    SuccessorUnfit,
    decide_hand_over,
    offer_duties,
)
from audit.models import Event
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
TOMORROW = TODAY + timedelta(days=1)


def test_nothing_changes_hands_before_the_successor_accepts(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)

    assert hand_over.rows.count() == 2
    assert Answer.objects.filter(owner_membership=giver).count() == 2
    assert Event.objects.get(verb="hand-over-offered").new == {"member": giver.pk, "rows": 2}


def test_the_successor_accepts_one_row_and_refuses_another(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    first, second = _keys(hand_over)

    decided = decide_hand_over(
        hand_over_id=hand_over.pk, accepted=[first], refused=[second], by=successor, at=NOW
    )

    assert (decided.accepted, decided.refused, decided.gone) == (1, 1, 0)
    assert Answer.objects.get(key=first).owner_membership == successor
    assert Answer.objects.get(key=second).owner_membership == giver
    assert _states(hand_over) == ["accepted", "refused"]
    told = Event.objects.get(verb="hand-over-decided").new
    given = Event.objects.filter(verb="answer-changed", object_id=str(first)).latest("sequence")
    assert told == {"rows": 1, "refused": 1}
    assert given.actor_id == successor.user_id


def test_rows_go_to_a_team_whose_members_decide(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    team = make_team(successor)
    hand_over = _offer(giver, team, by=manager)

    decide_hand_over(
        hand_over_id=hand_over.pk, accepted=_keys(hand_over), refused=[], by=successor, at=NOW
    )

    assert Answer.objects.filter(owner_team=team, owner_membership=None).count() == 2


def test_what_changed_meanwhile_stays_as_it_is(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    Answer.objects.filter(key=_keys(hand_over)[0]).update(owner_membership=manager)

    decided = decide_hand_over(
        hand_over_id=hand_over.pk, accepted=_keys(hand_over), refused=[], by=successor, at=NOW
    )

    assert (decided.accepted, decided.gone) == (1, 1)
    assert Answer.objects.get(key=_keys(hand_over)[0]).owner_membership == manager
    assert _states(hand_over) == ["gone", "accepted"]


def test_rows_of_an_assessment_that_was_signed_stay(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    Assessment.objects.update(state=Assessment.State.SIGNED)

    decided = decide_hand_over(
        hand_over_id=hand_over.pk, accepted=_keys(hand_over), refused=[], by=successor, at=NOW
    )

    assert decided.gone == 2
    assert Answer.objects.filter(owner_membership=giver).count() == 2


def test_what_is_decided_is_decided(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)
    keys = _keys(hand_over)
    decide_hand_over(hand_over_id=hand_over.pk, accepted=[], refused=keys, by=successor, at=NOW)

    again = decide_hand_over(
        hand_over_id=hand_over.pk, accepted=keys, refused=[], by=successor, at=NOW
    )

    assert (again.accepted, again.refused, again.gone) == (0, 0, 0)
    assert Event.objects.filter(verb="hand-over-decided").count() == 1


def test_only_the_successor_decides(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)

    for by in (giver, manager, make_member()):
        with pytest.raises(NotOffered):
            decide_hand_over(hand_over_id=hand_over.pk, accepted=[], refused=[], by=by, at=NOW)


def test_a_contributor_offers_their_own_rows_alone(
    giver: Membership, successor: Membership
) -> None:
    own = _offer(giver, successor, by=giver)

    with pytest.raises(MayNotOffer):
        _offer(giver, successor, by=successor)
    assert own.proposed_by == giver


def test_a_manager_offers_nothing_of_another_organisation(
    giver: Membership, successor: Membership
) -> None:
    with pytest.raises(MayNotOffer):
        _offer(giver, successor, by=make_member())


@pytest.mark.parametrize("who", ["oneself", "former", "viewer", "elsewhere", "team elsewhere"])
def test_a_successor_is_somebody_else_here_who_answers_duties(
    manager: Membership, giver: Membership, who: str
) -> None:
    here = manager.organisation
    others: dict[str, Membership | Team] = {
        "oneself": giver,
        "former": make_former_member(organisation=here),
        "viewer": make_member(Role.VIEWER, organisation=here),
        "elsewhere": make_member(),
        "team elsewhere": make_team(make_member()),
    }

    with pytest.raises(SuccessorUnfit):
        _offer(giver, others[who], by=manager)

    assert not HandOver.objects.exists()


def test_a_row_waits_for_one_successor_at_a_time(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offer(giver, successor, by=manager)

    with pytest.raises(NothingToHandOver):
        _offer(giver, manager, by=manager)
    other = HandOver.objects.create(
        organisation=manager.organisation,
        from_membership=giver,
        to_membership=manager,
        reason="leave",
        proposed_at=NOW,
        proposed_by=manager,
    )
    answer = hand_over.rows.all()[0].answer
    with pytest.raises(IntegrityError), transaction.atomic():
        other.rows.create(organisation=manager.organisation, answer=answer)


def test_only_the_assessments_named_are_handed_over(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    other = make_assessment(manager)
    make_answers(other, AnswerValues(owner_membership_id=giver.pk), by=manager)
    offer = Offer(giver, successor, "leave", assessments=[other.pk])

    hand_over = offer_duties(offer=offer, by=manager, at=NOW)

    assert [row.answer.assessment for row in hand_over.rows.all()] == [other]


@pytest.mark.parametrize(
    ("reason", "days"),
    [("holiday", None), ("holiday", 0), ("leave", 1)],
    ids=["no last day", "over", "a last day of something else"],
)
def test_a_holiday_has_a_last_day_to_come_and_nothing_else_has(
    manager: Membership, giver: Membership, successor: Membership, reason: str, days: int | None
) -> None:
    ends_on = None if days is None else TODAY + timedelta(days=days)

    with pytest.raises(ValueError, match="holiday"):
        offer_duties(offer=Offer(giver, successor, reason, ends_on), by=manager, at=NOW)


def _offer(giver: Membership, to: Membership | Team, *, by: Membership) -> HandOver:
    return offer_duties(offer=Offer(giver, to, "leave"), by=by, at=NOW)


def _keys(hand_over: HandOver) -> list[UUID]:
    return list(hand_over.rows.order_by("pk").values_list("answer__key", flat=True))


def _states(hand_over: HandOver) -> list[str]:
    return list(hand_over.rows.order_by("pk").values_list("state", flat=True))
