"""The setting that asks for four eyes."""

import pytest
from django.test import Client

from accounts.rights import Role
from accounts.services import ask_for_four_eyes
from audit.models import Event
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db


def test_it_is_switched_on_and_told_once() -> None:
    member = make_member(Role.ADMINISTRATOR)
    organisation = member.organisation

    changed = [
        ask_for_four_eyes(organisation=organisation, is_on=True, at=NOW, by=member.user)
        for _ in range(2)
    ]

    organisation.refresh_from_db()
    event = Event.objects.get(verb="setting-changed")
    assert changed == [True, False]
    assert organisation.has_four_eyes
    assert (event.old, event.new) == ({"has_four_eyes": False}, {"has_four_eyes": True})


@pytest.mark.parametrize(
    ("sent", "is_on", "said"),
    [
        pytest.param({"is_on": "on"}, True, "Four eyes are on.", id="on"),
        pytest.param({}, False, "Four eyes are off.", id="off"),
    ],
)
def test_an_administrator_switches_it_on_the_people_page(
    client: Client, sent: dict[str, str], is_on: bool, said: str
) -> None:
    member = make_member(Role.ADMINISTRATOR)
    organisation = member.organisation
    organisation.has_four_eyes = not is_on
    organisation.save(update_fields=["has_four_eyes"])
    client.force_login(member.user)

    response = client.post(
        f"/o/{organisation.slug}/people/four-eyes/",
        sent,
        headers={"accept-language": "en"},
        follow=True,
    )

    organisation.refresh_from_db()
    assert organisation.has_four_eyes is is_on
    assert said in response.content.decode()
