"""The table of rights in words."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation
from accounts.rights import RIGHTS, WIDENED, Action, Role
from accounts.selectors.rights import rights_table
from accounts.words import ACTIONS
from tests.builders import make_member

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


def test_every_action_has_words() -> None:
    assert ACTIONS.keys() == RIGHTS.keys() == {*Action}


@pytest.mark.asvs("8.1.1")
@pytest.mark.parametrize("is_on", [False, True])
def test_the_table_says_what_is_decided(is_on: bool) -> None:
    member = make_member(Role.VIEWER)
    Organisation.objects.update(contributors_answer_any=is_on)
    member.organisation.refresh_from_db()

    lines = rights_table(member)

    said = {(line.action, cell.role): cell.is_allowed for line in lines for cell in line.cells}
    decided = {
        (action, role): role in RIGHTS[action]
        or (is_on and role == Role.CONTRIBUTOR and action in WIDENED)
        for action in Action
        for role in Role
    }
    by_setting = {
        (line.action, cell.role) for line in lines for cell in line.cells if cell.by_setting
    }
    assert said == decided
    assert by_setting == {(action, Role.CONTRIBUTOR) for action in WIDENED}


@pytest.mark.parametrize("role", list(Role))
def test_each_member_reads_it_with_their_own_column_marked(client: Client, role: Role) -> None:
    member = make_member(role)
    client.force_login(member.user)

    page = client.get(reverse("accounts:rights", args=[member.organisation.slug]), headers=ENGLISH)

    assert f"<strong>{member.get_role_display()}</strong>" in page.text
    assert page.text.count('class="is-own"') == 1 + len(RIGHTS)
    assert "answer and assign any row” is off" in page.text


@pytest.mark.parametrize(("role", "leads"), [(Role.ADMINISTRATOR, True), (Role.MANAGER, False)])
def test_the_menu_leads_administrators_to_people_and_everybody_to_rights(
    client: Client, role: Role, leads: bool
) -> None:
    member = make_member(role)
    slug = member.organisation.slug
    client.force_login(member.user)

    page = client.get(reverse("assessments:list", args=[slug]))

    assert (reverse("accounts:people", args=[slug]) in page.text) == leads
    assert reverse("accounts:rights", args=[slug]) in page.text
