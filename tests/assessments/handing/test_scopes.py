"""Which hand-overs a member has to do with."""

import pytest

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import HandOver
from tests.builders import make_edition, make_hand_over, make_member, make_team

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("8.4.1")]


def test_a_member_has_to_do_with_what_they_give_get_or_propose(
    manager: Membership, successor: Membership
) -> None:
    other = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    edition = make_edition()
    offered = make_hand_over(manager, edition=edition, to=successor)
    of_others = make_hand_over(manager, edition=edition, to=other)
    to_team = make_hand_over(manager, edition=edition, to=make_team(successor))
    to_other_team = make_hand_over(manager, edition=edition, to=make_team(other))
    proposed = make_hand_over(manager, edition=edition, to=other)
    HandOver.objects.filter(pk=proposed.pk).update(proposed_by=successor)
    giver = HandOver.objects.get(pk=of_others.pk).from_membership
    of = HandOver.objects.of_member

    assert set(of(successor)) == {offered, to_team, proposed}
    assert set(of(giver)) == {of_others}
    assert set(HandOver.objects.offered_to(successor)) == {offered, to_team}
    assert set(HandOver.objects.offered_to(other)) == {of_others, to_other_team, proposed}


def test_who_assigns_any_row_sees_all_hand_overs_of_the_organisation_alone(
    manager: Membership, successor: Membership
) -> None:
    edition = make_edition()
    offered = make_hand_over(manager, edition=edition, to=successor)
    stranger = make_member()
    foreign = make_hand_over(
        stranger,
        edition=edition,
        to=make_member(Role.CONTRIBUTOR, organisation=stranger.organisation),
    )

    assert list(HandOver.objects.of_member(manager)) == [offered]
    assert list(HandOver.objects.of_member(stranger)) == [foreign]
    assert not HandOver.objects.of_member(
        make_member(Role.VIEWER, organisation=manager.organisation)
    )
