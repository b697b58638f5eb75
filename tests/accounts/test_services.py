"""Changes to people and organisations."""

import pytest
from django.db import IntegrityError, transaction

from accounts import services
from accounts.models import Membership, Organisation, Team, User
from accounts.rights import Action, Role
from audit.models import INSTALLATION, Event, chain_of
from tests.builders import (
    NOW,
    PASSWORD,
    make_former_member,
    make_member,
    make_organisation,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


def _verbs(chain: str) -> list[str]:
    return [event.verb for event in Event.objects.of_chain(chain).in_sequence()]


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        pytest.param(["Acme SA"], ["acme-sa"], id="from the name"),
        pytest.param(["Acme", "ACME", "acmé"], ["acme", "acme-2", "acme-3"], id="numbered"),
        pytest.param(["Acme corp", "Acme"], ["acme-corp", "acme"], id="a longer one is no rival"),
        pytest.param(["東京"], ["organisation"], id="no letter a slug can hold"),
        pytest.param(["x" * 120], ["x" * 50], id="long"),
    ],
)
def test_the_slug_of_an_organisation_comes_from_its_name(
    names: list[str], slugs: list[str]
) -> None:
    made = [make_organisation(name) for name in names]

    assert [each.slug for each in made] == slugs


def test_an_organisation_begins_its_own_chain() -> None:
    organisation = make_organisation()

    assert _verbs(chain_of(organisation.pk)) == ["organisation-created"]


def test_a_person_is_made_in_the_chain_of_the_installation() -> None:
    user = make_user()

    event = Event.objects.of_chain(INSTALLATION).get()
    assert (event.verb, event.object_id, event.new) == ("user-created", str(user.pk), {})


def test_a_person_without_password_cannot_sign_in() -> None:
    assert not make_user().has_usable_password()


def test_two_people_cannot_share_an_address_in_another_case() -> None:
    make_user(email="Ada@Example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(email="ada@example.ORG")


def test_a_member_is_added_by_somebody() -> None:
    administrator = make_member(Role.ADMINISTRATOR)

    member = services.add_member(
        organisation=administrator.organisation,
        user=make_user(),
        role=Role.VIEWER,
        at=NOW,
        by=administrator.user,
    )

    event = Event.objects.of_chain(chain_of(administrator.organisation_id)).last()
    assert event is not None
    assert (event.actor_id, event.new) == (administrator.user_id, {"role": "viewer"})
    assert event.object_id == str(member.pk)


def test_somebody_who_left_comes_back_as_the_same_member() -> None:
    former = make_former_member()

    back = services.add_member(
        organisation=former.organisation, user=former.user, role=Role.MANAGER, at=NOW
    )

    assert (back.pk, back.role, back.ended_at) == (former.pk, Role.MANAGER, None)


@pytest.mark.asvs("8.3.2")
def test_a_membership_that_ended_shows_the_organisation_no_more() -> None:
    member = make_member()

    services.end_membership(membership=member, at=NOW)

    assert not Organisation.objects.visible_to(member.user).exists()
    assert not Membership.objects.current().filter(pk=member.pk).exists()
    assert _verbs(chain_of(member.organisation_id))[-1] == "member-left"


def test_a_membership_that_changed_meanwhile_is_not_ended() -> None:
    member = make_member()
    read_before = Membership.objects.get(pk=member.pk)
    services.add_member(
        organisation=member.organisation, user=member.user, role=Role.VIEWER, at=NOW
    )

    with pytest.raises(services.StaleMembership):
        services.end_membership(membership=read_before, at=NOW)

    assert Membership.objects.current().filter(pk=member.pk).exists()


def test_a_team_has_members_of_its_organisation() -> None:
    first = make_member()
    second = make_member(organisation=first.organisation)

    team = make_team(first, second)

    assert set(team.members.all()) == {first, second}
    assert _verbs(chain_of(first.organisation_id))[-1] == "team-created"


@pytest.mark.asvs("8.4.1")
def test_a_team_takes_no_member_of_another_organisation() -> None:
    stranger = make_member()
    organisation = make_organisation()

    with pytest.raises(IntegrityError, match="another organisation"), transaction.atomic():
        make_team(stranger, organisation=organisation)

    assert not Team.objects.filter(organisation=organisation).exists()


@pytest.mark.asvs("2.3.3")
def test_a_change_that_fails_leaves_no_event() -> None:
    stranger = make_member()
    organisation = make_organisation()

    with pytest.raises(IntegrityError), transaction.atomic():
        make_team(stranger, organisation=organisation)

    assert _verbs(chain_of(organisation.pk)) == ["organisation-created"]


def test_a_new_person_is_appointed_administrator() -> None:
    organisation = make_organisation()

    user = services.appoint_administrator(
        email="Ada@example.org", name="Ada", password=PASSWORD, organisation=organisation, at=NOW
    )

    assert user.email == "ada@example.org"
    assert user.check_password(PASSWORD)
    assert Membership.objects.get(user=user).may(Action.MANAGE_PEOPLE)


def test_an_appointed_administrator_who_was_deactivated_comes_back_with_a_new_password() -> None:
    former = make_former_member()
    User.objects.filter(pk=former.user_id).update(is_active=False)

    user = services.appoint_administrator(
        email=former.user.email.upper(),
        name="",
        password=PASSWORD,
        organisation=former.organisation,
        at=NOW,
    )

    user.refresh_from_db()
    assert (user.pk, user.is_active, user.name) == (former.user_id, True, former.user.name)
    assert user.check_password(PASSWORD)
    assert Membership.objects.current().get(user=user).role == Role.ADMINISTRATOR
    assert _verbs(INSTALLATION)[-1] == "password-changed"


@pytest.mark.asvs("14.2.4")
def test_a_profile_is_kept_and_its_event_holds_no_name() -> None:
    user = make_user()

    services.set_profile(
        user=user, name="Zoé", language="en", has_keys=False, digest="daily", at=NOW
    )

    user.refresh_from_db()
    event = Event.objects.of_chain(INSTALLATION).in_sequence().last()
    assert (user.name, user.language, user.has_keys) == ("Zoé", "en", False)
    assert event is not None
    assert (event.verb, event.actor_id, event.new) == ("profile-changed", user.pk, {})


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        pytest.param("Amélie Roux", "AR", id="two words"),
        pytest.param("Jean de La Fontaine", "JF", id="first and last"),
        pytest.param("Zoé", "Z", id="one"),
    ],
)
def test_initials_of_a_person(name: str, initials: str) -> None:
    assert make_user(name).initials == initials


def test_initials_of_somebody_without_name_come_from_the_address() -> None:
    user = User(email="ada.lovelace@example.org")

    assert (user.initials, str(user)) == ("AL", "ada.lovelace@example.org")


@pytest.mark.parametrize(
    ("name", "initials"),
    [pytest.param("Network", "NE", id="one"), pytest.param("Cloud team", "CT", id="two")],
)
def test_initials_of_a_team(name: str, initials: str) -> None:
    assert Team(name=name).initials == initials
