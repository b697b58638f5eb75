"""Teams on screen."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts import services
from accounts.models import Membership, Team
from assessments.services.answering import AnswerValues
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def _url(member: Membership, name: str, *ids: int) -> str:
    return reverse(f"accounts:{name}", args=[member.organisation.slug, *ids])


def test_an_organisation_without_teams_is_led_to_the_first(
    administrator: Membership, signed_in: Client
) -> None:
    page = signed_in.get(_url(administrator, "teams"), headers=ENGLISH)

    assert "No team yet" in page.text
    assert _url(administrator, "new_team") in page.text


def test_the_list_names_present_members_only(administrator: Membership, signed_in: Client) -> None:
    leaver = make_member(organisation=administrator.organisation)
    team = make_team(administrator, leaver)
    make_team(organisation=administrator.organisation)
    services.end_membership(membership=leaver, at=NOW)

    page = signed_in.get(_url(administrator, "teams"), headers=ENGLISH)

    assert team.name in page.text
    assert str(administrator) in page.text
    assert str(leaver.user) not in page.text
    assert "nobody yet" in page.text


def test_a_team_is_made(administrator: Membership, signed_in: Client) -> None:
    form = {"name": "Réseau", "revision": "0", "members": [administrator.pk]}

    answer = signed_in.post(_url(administrator, "add_team"), form)

    team = Team.objects.get()
    assert answer["Location"] == _url(administrator, "teams")
    assert (team.name, list(team.members.all())) == ("Réseau", [administrator])


def test_a_team_is_shown_and_saved(administrator: Membership, signed_in: Client) -> None:
    team = make_team(administrator)
    url = _url(administrator, "team", team.pk)

    page = signed_in.get(url)
    form = {"name": "Socle", "revision": page.context["form"]["revision"].value()}
    signed_in.post(_url(administrator, "save_team", team.pk), form)

    team.refresh_from_db()
    assert page.context["form"]["members"].value() == [administrator.pk]
    assert (team.name, team.members.count()) == ("Socle", 0)


@pytest.mark.parametrize("name", ["", "Plateforme", "x" * 81])
def test_a_name_that_is_empty_taken_or_long_is_refused(
    administrator: Membership, signed_in: Client, name: str
) -> None:
    organisation = administrator.organisation
    services.create_team(organisation=organisation, name="Plateforme", members=[], at=NOW)
    team = make_team(administrator)
    form = {"name": name, "revision": "1"}

    answers = [
        signed_in.post(_url(administrator, "add_team"), form),
        signed_in.post(_url(administrator, "save_team", team.pk), form),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all(answer.context["form"].has_error("name") for answer in answers)
    assert Team.objects.count() == 2


def test_a_team_changed_meanwhile_is_shown_as_now(
    administrator: Membership, signed_in: Client
) -> None:
    team = make_team(administrator)

    answers = [
        signed_in.post(
            _url(administrator, "save_team", team.pk),
            {"name": "Mine", "revision": 9},
            headers=ENGLISH,
        ),
        signed_in.post(_url(administrator, "delete_team", team.pk), {}, headers=ENGLISH),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert all("Somebody changed this in between" in answer.text for answer in answers)
    assert Team.objects.get().name == team.name


def test_a_team_is_deleted(administrator: Membership, signed_in: Client) -> None:
    team = make_team(administrator)

    answer = signed_in.post(_url(administrator, "delete_team", team.pk), {"revision": 1})

    assert answer.status_code == 302
    assert not Team.objects.exists()


def test_a_team_that_owns_rows_says_how_many(administrator: Membership, signed_in: Client) -> None:
    team = make_team(administrator)
    owned = AnswerValues(coverage="gap", owner_team_id=team.pk)
    make_answers(make_assessment(administrator), owned, by=administrator)

    answer = signed_in.post(
        _url(administrator, "delete_team", team.pk), {"revision": 1}, headers=ENGLISH
    )

    assert answer.status_code == 422
    assert "This team owns 1 row," in answer.text
    assert Team.objects.exists()


@pytest.mark.asvs("8.4.1")
def test_only_present_members_of_the_organisation_can_be_chosen(
    administrator: Membership, signed_in: Client
) -> None:
    others = [make_member(), make_former_member(organisation=administrator.organisation)]

    answers = [
        signed_in.post(
            _url(administrator, "add_team"),
            {"name": "Socle", "revision": "0", "members": [other.pk]},
        )
        for other in others
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert not Team.objects.exists()


@pytest.mark.asvs("8.4.1")
def test_a_team_of_another_organisation_is_not_there(
    administrator: Membership, signed_in: Client
) -> None:
    foreign = make_team(make_member())

    answers = [
        signed_in.get(_url(administrator, "team", foreign.pk)),
        signed_in.post(_url(administrator, "delete_team", foreign.pk), {"revision": 1}),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert Team.objects.filter(pk=foreign.pk).exists()
