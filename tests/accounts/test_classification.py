"""The setting that marks all that leaves."""

import pytest
from django.test import Client

from accounts.rights import Role
from accounts.services import mark_files
from audit.models import Event
from tests.builders import NOW, make_member

pytestmark = pytest.mark.django_db

MARK = "Diffusion restreinte"


def test_the_mark_is_changed_and_told_once() -> None:
    member = make_member(Role.ADMINISTRATOR)
    organisation = member.organisation
    first = mark_files(organisation=organisation, mark=MARK, at=NOW, by=member.user)
    organisation.refresh_from_db()

    again = mark_files(
        organisation=organisation, mark=" Diffusion  restreinte ", at=NOW, by=member.user
    )

    organisation.refresh_from_db()
    event = Event.objects.get(verb="setting-changed")
    assert (first, again, organisation.classification) == (True, False, MARK)
    assert (event.old, event.new) == ({"classification": ""}, {"classification": MARK})


def test_who_saw_another_mark_changes_nothing() -> None:
    member = make_member(Role.ADMINISTRATOR)
    seen = member.organisation
    type(seen).objects.filter(pk=seen.pk).update(classification="Secret")

    changed = mark_files(organisation=seen, mark=MARK, at=NOW, by=member.user)

    seen.refresh_from_db()
    assert (changed, seen.classification) == (False, "Secret")
    assert not Event.objects.filter(verb="setting-changed").exists()


@pytest.mark.parametrize(
    ("sent", "kept", "said"),
    [
        pytest.param(MARK, MARK, f"Files are marked “{MARK}” from now on.", id="set"),
        pytest.param(" ", "", "Files carry no mark from now on.", id="taken away"),
        pytest.param("x" * 61, "Before", "at most 60 characters", id="too long"),
    ],
)
def test_an_administrator_changes_it_on_the_people_page(
    client: Client, sent: str, kept: str, said: str
) -> None:
    member = make_member(Role.ADMINISTRATOR)
    organisation = member.organisation
    organisation.classification = "Before"
    organisation.save(update_fields=["classification"])
    client.force_login(member.user)

    response = client.post(
        f"/o/{organisation.slug}/people/classification/",
        {"mark": sent},
        headers={"accept-language": "en"},
        follow=True,
    )

    organisation.refresh_from_db()
    assert organisation.classification == kept
    assert said in response.content.decode()
