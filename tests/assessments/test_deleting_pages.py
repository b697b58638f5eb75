"""Deleting an organisation on its page, and by the command."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import Membership, Organisation
from accounts.rights import Role
from audit.models import ChainHead, Event, chain_of
from tests.builders import (
    PASSWORD,
    make_member,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator() -> Membership:
    """Return an administrator with a password."""
    return make_member(Role.ADMINISTRATOR, user=make_user(password=PASSWORD))


@pytest.fixture
def mine(administrator: Membership, client: Client) -> Client:
    """Return the client of that administrator."""
    client.force_login(administrator.user)
    return client


def _url(name: str, member: Membership) -> str:
    return reverse(f"assessments:{name}", args=[member.organisation.slug])


def test_who_types_name_and_password_deletes_and_is_led_to_the_log(
    administrator: Membership, mine: Client
) -> None:
    said = {"typed": administrator.organisation.name.upper(), "password": PASSWORD}

    answer = mine.post(_url("delete_organisation", administrator), said)

    page = mine.get(answer["Location"])
    lines = b"".join(mine.get(f"{answer['Location']}log.jsonl")).splitlines()
    assert not Organisation.objects.filter(pk=administrator.organisation_id).exists()
    last = Event.objects.of_chain(chain_of(administrator.organisation_id)).latest_first()[0]
    assert last.seal in page.content.decode()
    assert json.loads(lines[-1])["seal"] == last.seal
    assert len(lines) == last.sequence
    assert mine.get("/").status_code == 200


@pytest.mark.asvs("7.5.3")
@pytest.mark.parametrize(
    "said",
    [
        pytest.param({"typed": "Another", "password": PASSWORD}, id="another name"),
        pytest.param({"password": "not the password"}, id="another password"),
    ],
)
def test_who_does_not_deletes_nothing(
    administrator: Membership, mine: Client, said: dict[str, str]
) -> None:
    said = {"typed": administrator.organisation.name, **said}

    answer = mine.post(_url("delete_organisation", administrator), said)

    assert answer.status_code == 422
    assert Organisation.objects.filter(pk=administrator.organisation_id).exists()


def test_a_name_is_shown_as_it_is_and_not_as_html(mine: Client, administrator: Membership) -> None:
    Organisation.objects.filter(pk=administrator.organisation_id).update(name="<b>Us</b>")

    said = mine.get(_url("deletion", administrator)).content.decode()

    assert "&lt;b&gt;Us" in said
    assert "<b>Us" not in said


def test_the_command_writes_the_log_and_says_where_it_ends(tmp_path: Path) -> None:
    organisation = make_organisation()
    path, out = tmp_path / "log.jsonl", StringIO()

    call_command("delete_organisation", organisation.slug, "--yes", "--log", str(path), stdout=out)

    head = ChainHead.objects.get(pk=chain_of(organisation.pk))
    assert json.loads(path.read_text().splitlines()[-1])["seal"] == head.seal
    assert head.seal in out.getvalue()


def test_the_command_says_when_the_log_could_not_be_written(tmp_path: Path) -> None:
    slug = make_organisation().slug

    with pytest.raises(CommandError, match="was not written"):
        call_command(
            "delete_organisation", slug, "--yes", "--log", str(tmp_path), stdout=StringIO()
        )
