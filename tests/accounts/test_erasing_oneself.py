"""Erasing a person from their own page, and by the command."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import (
    User,
)
from accounts.rights import Role
from tests.builders import (
    PASSWORD,
    make_member,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESS = "zoe.canary@quill.example"
ERASURE, ERASE = reverse("accounts:erasure"), reverse("accounts:erase")


@pytest.fixture
def person() -> User:
    """Return somebody with a password, and a place in an organisation."""
    return make_member(Role.MANAGER, user=make_user(email=ADDRESS, password=PASSWORD)).user


def test_the_page_says_what_goes_and_where_one_is_needed(client: Client) -> None:
    administrator = make_member(Role.ADMINISTRATOR)
    client.force_login(administrator.user)

    said = client.get(ERASURE, headers={"accept-language": "en"}).content.decode()

    assert "You are its last administrator." in said
    assert ERASE not in said


def test_who_types_address_and_password_is_erased_and_signed_out(
    person: User, client: Client
) -> None:
    client.force_login(person)

    answer = client.post(ERASE, {"typed": f" {ADDRESS.upper()} ", "password": PASSWORD})

    person.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    assert person.erased_at is not None
    assert client.get(ERASURE).status_code == 302


@pytest.mark.parametrize(
    ("typed", "password"),
    [
        pytest.param("somebody@example.org", PASSWORD, id="another address"),
        pytest.param(ADDRESS, "not the password", id="another password"),
    ],
)
@pytest.mark.asvs("7.5.3")
def test_who_does_not_is_not(person: User, client: Client, typed: str, password: str) -> None:
    client.force_login(person)

    answer = client.post(ERASE, {"typed": typed, "password": password})

    person.refresh_from_db()
    assert answer.status_code == 422
    assert person.erased_at is None


def test_a_last_administrator_is_told_so(client: Client) -> None:
    user = make_user(password=PASSWORD)
    make_member(Role.ADMINISTRATOR, user=user)
    client.force_login(user)

    answer = client.post(ERASE, {"typed": user.email, "password": PASSWORD})

    assert answer.status_code == 409


def test_the_command_erases_after_yes(person: User) -> None:
    with pytest.raises(CommandError, match="--yes"):
        call_command("erase_person", ADDRESS)
    call_command("erase_person", ADDRESS.upper(), "--yes", stdout=(out := StringIO()))

    person.refresh_from_db()
    assert person.erased_at is not None
    assert str(person.pk) in out.getvalue()


def test_the_command_says_what_stands_in_the_way() -> None:
    user = make_user()
    organisation = make_member(Role.ADMINISTRATOR, user=user).organisation

    with pytest.raises(CommandError, match="Nobody"):
        call_command("erase_person", "nobody@example.org", "--yes")
    with pytest.raises(CommandError, match=organisation.name):
        call_command("erase_person", user.email, "--yes")
