"""One member: role and removal."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership
from accounts.rights import Role
from tests.builders import make_former_member, make_member, make_team

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def member(administrator: Membership) -> Membership:
    """Return who is managed."""
    return make_member(Role.VIEWER, organisation=administrator.organisation)


def _url(member: Membership, name: str = "member") -> str:
    return reverse(f"accounts:{name}", args=[member.organisation.slug, member.pk])


def test_it_says_what_a_member_is(member: Membership, signed_in: Client) -> None:
    team = make_team(member)

    page = signed_in.get(_url(member), headers=ENGLISH)

    assert all(word in page.text for word in (str(member), member.user.email, team.name, "never"))


def test_a_former_member_can_only_be_read(administrator: Membership, signed_in: Client) -> None:
    former = make_former_member(organisation=administrator.organisation)

    pages = [signed_in.get(_url(former, name), headers=ENGLISH) for name in ("member", "removal")]

    assert "Invite the same address again" in pages[0].text
    assert "This membership ended on" in pages[1].text
    assert not [page for page in pages if _url(former, "set_role") in page.text]


def test_the_role_is_changed(member: Membership, signed_in: Client) -> None:
    form = {"role": "manager", "revision": member.revision}

    answer = signed_in.post(_url(member, "set_role"), form, follow=True)

    member.refresh_from_db()
    assert answer.redirect_chain == [(_url(member), 302)]
    assert member.role == Role.MANAGER


@pytest.mark.asvs("2.2.1", "2.2.2")
def test_an_unknown_role_is_refused(member: Membership, signed_in: Client) -> None:
    answer = signed_in.post(_url(member, "set_role"), {"role": "owner", "revision": 1})

    assert answer.status_code == 422
    assert answer.context["form"].has_error("role")


def test_a_member_changed_meanwhile_is_shown_as_now(member: Membership, signed_in: Client) -> None:
    answers = [
        signed_in.post(_url(member, "set_role"), {"role": "manager", "revision": 9}),
        signed_in.post(_url(member, "remove_member"), {"revision": 9}),
        signed_in.post(_url(member, "remove_member"), {}),
    ]

    member.refresh_from_db()
    assert [answer.status_code for answer in answers] == [409, 409, 409]
    assert (member.role, member.ended_at) == (Role.VIEWER, None)
    assert answers[0].context["form"]["revision"].value() == member.revision


def test_the_teams_are_chosen_among_those_of_the_organisation(
    member: Membership, signed_in: Client
) -> None:
    before, after = make_team(member), make_team(organisation=member.organisation)
    foreign = make_team()
    url = _url(member, "save_teams")

    page = signed_in.get(_url(member))
    answers = [
        signed_in.post(url, {"revision": 1, "teams": [after.pk, foreign.pk]}),
        signed_in.post(url, {"revision": 1, "teams": [after.pk]}),
        signed_in.post(url, {"revision": 1, "teams": [before.pk]}),
    ]

    assert page.context["teams"]["teams"].value() == [before.pk]
    assert [answer.status_code for answer in answers] == [422, 302, 409]
    assert list(member.teams.all()) == [after]


def test_the_last_administrator_is_told_why_not(
    administrator: Membership, signed_in: Client
) -> None:
    form = {"role": "viewer", "revision": 1}

    demoted = signed_in.post(_url(administrator, "set_role"), form, headers=ENGLISH)
    removed = signed_in.post(_url(administrator, "remove_member"), form, headers=ENGLISH)

    administrator.refresh_from_db()
    assert [demoted.status_code, removed.status_code] == [422, 422]
    assert all("needs another administrator" in page.text for page in (demoted, removed))
    assert (administrator.role, administrator.ended_at) == (Role.ADMINISTRATOR, None)


@pytest.mark.asvs("8.3.2")
def test_removal_is_explained_and_then_done_at_once(member: Membership, signed_in: Client) -> None:
    theirs = Client()
    theirs.force_login(member.user)
    page = reverse("assessments:list", args=[member.organisation.slug])

    asked = signed_in.get(_url(member, "removal"), headers=ENGLISH)
    could_before = theirs.get(page).status_code
    answer = signed_in.post(_url(member, "remove_member"), {"revision": member.revision})

    assert "What this means" in asked.text
    assert answer["Location"] == reverse("accounts:people", args=[member.organisation.slug])
    assert (could_before, theirs.get(page).status_code) == (200, 404)


def test_who_leaves_is_led_home(administrator: Membership, signed_in: Client) -> None:
    make_member(Role.ADMINISTRATOR, organisation=administrator.organisation)

    answer = signed_in.post(_url(administrator, "remove_member"), {"revision": 1})

    assert answer["Location"] == reverse("accounts:home")


@pytest.mark.asvs("8.4.1")
def test_a_member_of_another_organisation_is_not_there(
    administrator: Membership, signed_in: Client
) -> None:
    stranger = make_member()
    slug = administrator.organisation.slug

    answers = [
        signed_in.get(reverse("accounts:member", args=[slug, stranger.pk])),
        signed_in.post(
            reverse("accounts:set_role", args=[slug, stranger.pk]),
            {"role": "viewer", "revision": 1},
        ),
    ]

    stranger.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert stranger.role == Role.MANAGER
