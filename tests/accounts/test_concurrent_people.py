"""Administrators and invited people at once, on whichever engine the tests run."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Membership, User
from accounts.rights import Role
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, PASSWORD, make_invitation, make_member, make_team

pytestmark = pytest.mark.django_db(transaction=True)

REFUSED = (
    services.LastAdministrator,
    services.StaleMembership,
    services.StaleTeam,
    services.AlreadyInvited,
    services.AddressKnown,
    services.InvitationGone,
)


def at_once(works: Sequence[Callable[[], object]]) -> list[str]:
    """Run `works` together, each with a connection of its own; return "" or what refused each."""
    start = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        try:
            start.wait()
            work()
        except REFUSED as refused:
            return type(refused).__name__
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.mark.asvs("15.4.2")
def test_two_administrators_who_demote_each_other_leave_one() -> None:
    first = make_member(Role.ADMINISTRATOR)
    second = make_member(Role.ADMINISTRATOR, organisation=first.organisation)

    def demote(whom: Membership, by: Membership) -> Callable[[], object]:
        return lambda: services.change_role(membership=whom, role=Role.VIEWER, at=NOW, by=by.user)

    answers = at_once([demote(first, second), demote(second, first)])

    left = Membership.objects.current().of_organisation(first.organisation).administrators()
    assert sorted(answers) == ["", "LastAdministrator"]
    assert left.count() == 1
    assert verify_chain(chain_of(first.organisation_id)).broken_at is None


def test_of_two_changes_of_one_member_one_is_reported_stale() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    member = make_member(Role.VIEWER, organisation=administrator.organisation)

    def give(role: str) -> Callable[[], object]:
        read = Membership.objects.get(pk=member.pk)
        return lambda: services.change_role(
            membership=read, role=role, at=NOW, by=administrator.user
        )

    answers = at_once([give(Role.MANAGER), give(Role.AUDITOR)])

    assert sorted(answers) == ["", "StaleMembership"]
    assert Event.objects.filter(verb="role-changed").count() == 1


def test_of_two_invitations_of_one_address_one_is_sent() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    offer = services.Offer(email="zoe@example.org", role=Role.VIEWER, language="fr")

    def invite() -> object:
        return services.invite(offer=offer, by=administrator, at=NOW)

    answers = at_once([invite, invite])

    assert sorted(answers) == ["", "AlreadyInvited"]
    assert Invitation.objects.open().count() == 1


@pytest.mark.asvs("2.3.4")
def test_a_key_used_twice_at_once_makes_one_person() -> None:
    invited = make_invitation()

    def join() -> object:
        return services.accept_as_new_person(
            invitation=Invitation.objects.get(pk=invited.invitation.pk),
            name="Zoé",
            language="fr",
            password=PASSWORD,
            at=timezone.now(),
        )

    answers = at_once([join, join])

    assert sorted(answers) == ["", "AddressKnown"]
    assert User.objects.filter(email=invited.invitation.email).count() == 1
    assert verify_chain(chain_of(invited.invitation.organisation_id)).broken_at is None


@pytest.mark.thorough
def test_a_team_is_renamed_or_deleted_but_not_both() -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    team = make_team(administrator)
    reads = [type(team).objects.get(pk=team.pk) for _ in range(2)]

    def rename() -> object:
        return services.change_team(
            team=reads[0], name="Autre", members=[], at=NOW, by=administrator.user
        )

    def delete() -> object:
        return services.delete_team(team=reads[1], at=NOW, by=administrator.user)

    answers = at_once([rename, delete])

    assert sorted(answers) == ["", "StaleTeam"]
