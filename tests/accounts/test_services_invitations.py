"""Invitations: sent, sent again, withdrawn, accepted, and what they never give away."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import services
from accounts.models import Invitation, Membership, User
from accounts.rights import Role
from accounts.selectors.invitations import hash_of, invitation_of
from assessments.services.organisations import delete_organisation
from audit.models import INSTALLATION, Event, chain_of
from tests.builders import (
    NOW,
    PASSWORD,
    key_in,
    make_former_member,
    make_invitation,
    make_member,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


def _verbs(by: Membership) -> list[str]:
    events = Event.objects.of_chain(chain_of(by.organisation_id)).in_sequence()
    return [event.verb for event in events]


def _opens(key: str) -> Invitation | None:
    return invitation_of(key, at=timezone.now())


def _new_person(invitation: Invitation, **values: Any) -> Membership:
    terms: dict[str, Any] = {"name": "Zoé", "language": "en", "password": PASSWORD}
    return services.accept_as_new_person(
        invitation=invitation, at=timezone.now(), **terms | values
    )


def test_an_invitation_is_mailed_and_its_key_opens_it(administrator: Membership) -> None:
    invited = make_invitation("Zoe@Example.org", by=administrator)

    assert mail.outbox[0].to == ["zoe@example.org"]
    assert _opens(invited.key) == invited.invitation
    assert _verbs(administrator)[-1] == "person-invited"


@pytest.mark.asvs("11.4.1", "11.5.1")
def test_the_key_is_kept_nowhere(administrator: Membership) -> None:
    invited = make_invitation(by=administrator)

    rows = [*Invitation.objects.values_list(), *Event.objects.values_list()]
    assert invited.invitation.key_hash == hash_of(invited.key)
    assert not [row for row in rows if invited.key in str(row)]


@pytest.mark.asvs("14.2.4")
def test_the_log_holds_no_address(administrator: Membership) -> None:
    invited = make_invitation("canary@example.org", by=administrator)
    services.send_again(invitation=invited.invitation, by=administrator, at=timezone.now())
    _new_person(invited.invitation)

    events = Event.objects.values_list("old", "new", "object_id")

    assert not [event for event in events if "canary" in str(event) or "Zoé" in str(event)]


def test_whoever_is_a_member_is_not_invited(administrator: Membership) -> None:
    with pytest.raises(services.AlreadyMember):
        make_invitation(administrator.user.email.upper(), by=administrator)

    assert mail.outbox == []


def test_an_address_is_invited_once_while_it_may_still_answer(administrator: Membership) -> None:
    make_invitation("zoe@example.org", by=administrator)

    with pytest.raises(services.AlreadyInvited):
        make_invitation("ZOE@example.org", by=administrator)

    assert len(mail.outbox) == 1


def test_two_organisations_invite_the_same_address(administrator: Membership) -> None:
    keys = {make_invitation("zoe@example.org").key for _ in range(2)}

    assert len(keys) == 2


def test_the_database_holds_one_open_invitation_for_an_address(administrator: Membership) -> None:
    first = make_invitation(by=administrator).invitation
    first.pk, first.key_hash = None, "0" * 64

    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


@pytest.mark.asvs("8.4.1")
def test_an_invitation_names_no_team_of_another_organisation(administrator: Membership) -> None:
    foreign = make_team(make_member())

    with pytest.raises(IntegrityError, match="another organisation"), transaction.atomic():
        make_invitation(by=administrator, team=foreign)


def test_one_that_ran_out_makes_way_for_another(administrator: Membership) -> None:
    first = make_invitation("zoe@example.org", by=administrator)
    later = timezone.now() + timedelta(days=8)
    offer = services.Offer(email="zoe@example.org", role=Role.VIEWER, language="fr")

    second = services.invite(offer=offer, by=administrator, at=later)

    first.invitation.refresh_from_db()
    assert first.invitation.withdrawn_at == later
    assert second.accepted_at is None
    assert _verbs(administrator)[-2:] == ["invitation-withdrawn", "person-invited"]


@pytest.mark.asvs("6.4.1", "9.2.1")
@pytest.mark.parametrize(("days", "is_open"), [(6.9, True), (7, False), (30, False)])
def test_a_key_opens_for_seven_days(administrator: Membership, days: float, is_open: bool) -> None:
    invited = make_invitation(by=administrator)

    found = invitation_of(invited.key, at=invited.invitation.created_at + timedelta(days=days))

    assert (found is not None) == is_open


def test_a_new_link_makes_the_old_one_worthless(administrator: Membership) -> None:
    invited = make_invitation(by=administrator)

    services.send_again(invitation=invited.invitation, by=administrator, at=timezone.now())

    new_key = key_in(mail.outbox[-1].body)
    assert _opens(invited.key) is None
    assert _opens(new_key) == invited.invitation
    assert _verbs(administrator)[-1] == "invitation-sent-again"


def test_a_withdrawn_invitation_opens_nothing(administrator: Membership) -> None:
    invited = make_invitation(by=administrator)
    as_read = Invitation.objects.get()

    services.withdraw_invitation(
        invitation=invited.invitation, by=administrator, at=timezone.now()
    )

    assert _opens(invited.key) is None
    with pytest.raises(services.InvitationGone):
        _new_person(as_read)
    assert not User.objects.filter(email=as_read.email).exists()


def test_an_invitation_changed_meanwhile_is_neither_sent_nor_withdrawn(
    administrator: Membership,
) -> None:
    invited = make_invitation(by=administrator)
    as_read = Invitation.objects.get()
    services.send_again(invitation=invited.invitation, by=administrator, at=timezone.now())

    with pytest.raises(services.StaleInvitation):
        services.send_again(invitation=as_read, by=administrator, at=timezone.now())
    with pytest.raises(services.StaleInvitation):
        services.withdraw_invitation(invitation=as_read, by=administrator, at=timezone.now())

    assert len(mail.outbox) == 2


def test_a_new_person_has_an_account_a_role_and_a_team(administrator: Membership) -> None:
    team = make_team(administrator)
    invited = make_invitation(by=administrator, role=Role.MANAGER, team=team)

    membership = _new_person(invited.invitation)

    user = User.objects.get(email=invited.invitation.email)
    assert (user.name, user.language, user.check_password(PASSWORD)) == ("Zoé", "en", True)
    assert (membership.role, membership.ended_at) == (Role.MANAGER, None)
    assert set(team.members.all()) == {administrator, membership}
    assert _verbs(administrator)[-3:] == ["member-added", "team-joined", "invitation-accepted"]
    assert Event.objects.of_chain(INSTALLATION).filter(verb="user-created").exists()


@pytest.mark.asvs("6.4.1")
def test_an_invitation_is_accepted_once(administrator: Membership) -> None:
    invited = make_invitation(by=administrator)
    as_read = Invitation.objects.get()
    _new_person(invited.invitation)
    somebody = make_user()

    with pytest.raises(services.InvitationGone):
        services.accept_invitation(invitation=as_read, user=somebody, at=timezone.now())

    assert not somebody.memberships.exists()


def test_an_address_with_an_account_gets_no_second_one(administrator: Membership) -> None:
    user = make_user(password=PASSWORD)
    invited = make_invitation(user.email, by=administrator)

    with pytest.raises(services.AddressKnown):
        _new_person(invited.invitation, password="quite another long sentence")

    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert _opens(invited.key)


def test_a_former_member_comes_back_as_the_same_member(administrator: Membership) -> None:
    former = make_former_member(organisation=administrator.organisation)
    invited = make_invitation(former.user.email, by=administrator, role=Role.AUDITOR)

    back = services.accept_invitation(
        invitation=invited.invitation, user=former.user, at=timezone.now()
    )

    assert (back.pk, back.role, back.ended_at) == (former.pk, Role.AUDITOR, None)


def test_who_became_a_member_meanwhile_keeps_their_role(administrator: Membership) -> None:
    user = make_user()
    invited = make_invitation(user.email, by=administrator, role=Role.VIEWER)
    make_member(Role.MANAGER, organisation=administrator.organisation, user=user)

    membership = services.accept_invitation(
        invitation=invited.invitation, user=user, at=timezone.now()
    )

    assert membership.role == Role.MANAGER


def test_a_team_deleted_meanwhile_is_no_obstacle(administrator: Membership) -> None:
    team = make_team(administrator)
    invited = make_invitation(by=administrator, team=team)
    as_read = Invitation.objects.select_related("team").get(pk=invited.invitation.pk)
    services.delete_team(team=team, at=NOW, by=administrator.user)

    membership = _new_person(as_read)

    assert not membership.teams.exists()


@pytest.mark.asvs("16.5.2")
def test_a_mail_server_that_is_down_leaves_the_invitation_to_be_sent_again(
    administrator: Membership, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens to "discard"

    with pytest.raises(services.MailNotSent):
        make_invitation("zoe@example.org", by=administrator)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    services.send_again(invitation=Invitation.objects.get(), by=administrator, at=timezone.now())
    assert mail.outbox[0].to == ["zoe@example.org"]


def test_an_organisation_is_deleted_with_its_invitations(administrator: Membership) -> None:
    make_invitation(by=administrator, team=make_team(administrator))
    elsewhere = make_invitation().invitation

    delete_organisation(organisation=administrator.organisation, at=NOW)

    assert list(Invitation.objects.all()) == [elsewhere]
