"""Roles, the end of a membership, and the setting that widens."""

import pytest

from accounts import services
from accounts.models import Membership, User
from accounts.rights import Action, Role
from audit.models import Event, chain_of
from tests.builders import NOW, make_former_member, make_member

pytestmark = pytest.mark.django_db


def _last_event(member: Membership) -> Event:
    event = Event.objects.of_chain(chain_of(member.organisation_id)).in_sequence().last()
    assert event is not None
    return event


def _change(member: Membership, role: str, *, by: Membership | None = None) -> bool:
    user = (by or member).user
    return services.change_role(membership=member, role=role, at=NOW, by=user)


@pytest.mark.asvs("8.3.2")
def test_a_member_has_another_role_at_once_and_the_log_says_who_gave_it() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    member = make_member(Role.VIEWER, organisation=administrator.organisation)

    changed = _change(member, Role.MANAGER, by=administrator)

    event = _last_event(member)
    assert changed
    assert Membership.objects.get(pk=member.pk).role == Role.MANAGER
    assert (event.verb, event.actor_id) == ("role-changed", administrator.user_id)
    assert (event.old, event.new) == ({"role": "viewer"}, {"role": "manager"})


def test_the_same_role_again_is_no_event() -> None:
    member = make_member(Role.VIEWER)
    before = _last_event(member).sequence

    changed = _change(member, Role.VIEWER)

    assert not changed
    assert _last_event(member).sequence == before


def test_a_role_changed_meanwhile_is_not_overwritten() -> None:
    member = make_member(Role.VIEWER)
    read_before = Membership.objects.get(pk=member.pk)
    _change(member, Role.MANAGER)

    with pytest.raises(services.StaleMembership):
        _change(read_before, Role.AUDITOR)

    assert Membership.objects.get(pk=member.pk).role == Role.MANAGER


def test_a_former_member_gets_no_role() -> None:
    former = make_former_member()

    with pytest.raises(services.StaleMembership):
        _change(former, Role.ADMINISTRATOR)


@pytest.mark.asvs("8.2.1")
def test_the_last_administrator_neither_steps_down_nor_leaves() -> None:
    last = make_member(Role.ADMINISTRATOR)
    make_member(Role.MANAGER, organisation=last.organisation)
    make_member(Role.ADMINISTRATOR)  # of another organisation

    with pytest.raises(services.LastAdministrator):
        _change(last, Role.MANAGER)
    with pytest.raises(services.LastAdministrator):
        services.end_membership(membership=Membership.objects.get(pk=last.pk), at=NOW)

    assert Membership.objects.current().get(pk=last.pk).role == Role.ADMINISTRATOR


def test_an_administrator_who_cannot_sign_in_does_not_count() -> None:
    last = make_member(Role.ADMINISTRATOR)
    other = make_member(Role.ADMINISTRATOR, organisation=last.organisation)
    User.objects.filter(pk=other.user_id).update(is_active=False)

    with pytest.raises(services.LastAdministrator):
        _change(last, Role.VIEWER)


def test_one_of_two_administrators_may_leave() -> None:
    first = make_member(Role.ADMINISTRATOR)
    make_member(Role.ADMINISTRATOR, organisation=first.organisation)

    services.end_membership(membership=first, at=NOW, by=first.user)

    assert not Membership.objects.current().filter(pk=first.pk).exists()
    assert _last_event(first).actor_id == first.user_id


def test_the_setting_widens_contributors_and_is_written_once() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    organisation = administrator.organisation
    member = make_member(Role.CONTRIBUTOR, organisation=organisation)

    first, second = (
        services.let_contributors_answer_any(
            organisation=organisation, is_on=True, at=NOW, by=administrator.user
        )
        for _ in range(2)
    )

    event = _last_event(administrator)
    assert (first, second) == (True, False)
    assert Membership.objects.get(pk=member.pk).may(Action.ANSWER_ANY)
    assert event.new == {"contributors_answer_any": True}
    assert Event.objects.filter(verb="setting-changed").count() == 1
