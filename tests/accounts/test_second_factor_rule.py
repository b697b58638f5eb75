"""An organisation that asks every member for a second factor."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation
from accounts.rights import Role
from accounts.services import NoSecondFactor, require_second_factor
from audit.models import Event, chain_of
from tests.accounts.second_factors import make_app
from tests.builders import NOW, make_former_member, make_member

pytestmark = pytest.mark.django_db


def _page(name: str, member: Membership) -> str:
    return reverse(name, args=[member.organisation.slug])


def _require(organisation: Organisation) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(requires_mfa=True)


def _settings_told(organisation: Organisation) -> list[dict[str, bool]]:
    events = Event.objects.of_chain(chain_of(organisation.pk)).filter(verb="setting-changed")
    return [event.new for event in events.in_sequence()]


def test_an_administrator_with_a_factor_asks_it_of_all(
    signed_in: Client, administrator: Membership
) -> None:
    make_app(administrator.user)
    target = _page("accounts:set_second_factor", administrator)

    for body in ({"is_on": "on"}, {"is_on": "on"}, {}):
        signed_in.post(target, body)

    administrator.organisation.refresh_from_db()
    assert not administrator.organisation.requires_mfa
    assert _settings_told(administrator.organisation) == [
        {"requires_mfa": True},
        {"requires_mfa": False},
    ]


def test_an_administrator_without_one_cannot(signed_in: Client, administrator: Membership) -> None:
    answer = signed_in.post(
        _page("accounts:set_second_factor", administrator), {"is_on": "on"}, follow=True
    )

    administrator.organisation.refresh_from_db()
    assert not administrator.organisation.requires_mfa
    assert answer.request["PATH_INFO"] == reverse("accounts:security")
    assert "alert is-error" in answer.text


def test_the_service_refuses_too(administrator: Membership) -> None:
    with pytest.raises(NoSecondFactor):
        require_second_factor(
            organisation=administrator.organisation, is_on=True, at=NOW, by=administrator.user
        )

    assert _settings_told(administrator.organisation) == []


@pytest.mark.asvs("6.3.3")
def test_with_a_factor_a_member_goes_on(signed_in: Client, administrator: Membership) -> None:
    _require(administrator.organisation)
    page = _page("accounts:people", administrator)

    before = signed_in.get(page)
    make_app(administrator.user)
    after = signed_in.get(page)

    assert before["Location"] == reverse("accounts:security")
    assert after.status_code == 200


def test_another_organisation_of_the_same_person_asks_nothing(
    signed_in: Client, administrator: Membership
) -> None:
    _require(administrator.organisation)
    elsewhere = make_member(user=administrator.user)

    answer = signed_in.get(_page("accounts:rights", elsewhere))

    assert answer.status_code == 200


def test_the_page_says_how_many_members_have_none(
    signed_in: Client, administrator: Membership
) -> None:
    make_member(Role.VIEWER, organisation=administrator.organisation)
    make_former_member(organisation=administrator.organisation)
    make_app(administrator.user)

    page = signed_in.get(_page("accounts:people", administrator))

    assert page.context["without_factor"] == 1
