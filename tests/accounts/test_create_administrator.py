"""`manage.py create_administrator`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from tests.builders import PASSWORD, make_member, make_organisation

pytestmark = pytest.mark.django_db


def _run(*arguments: str) -> str:
    out = StringIO()
    call_command("create_administrator", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.asvs("6.4.1")
def test_it_prints_the_password_that_signs_in() -> None:
    make_organisation()

    printed = _run("ada@example.org")

    password = printed.split()[-1]
    assert User.objects.get(email="ada@example.org").check_password(password)


def test_it_takes_the_password_from_the_environment_and_prints_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_organisation()
    monkeypatch.setenv("REMIT_ADMIN_PASSWORD", PASSWORD)

    printed = _run("ada@example.org")

    assert User.objects.get().check_password(PASSWORD)
    assert "assword" not in printed


def test_it_appoints_in_the_organisation_named() -> None:
    make_organisation("First")
    make_organisation("Second")

    _run("ada@example.org", "--organisation", "second")

    membership = Membership.objects.get()
    assert (membership.organisation.slug, membership.role) == ("second", Role.ADMINISTRATOR)


def test_it_appoints_in_the_first_organisation_when_none_is_named() -> None:
    first = make_organisation()
    make_organisation()

    _run("ada@example.org")

    assert Membership.objects.get().organisation == first


def test_it_makes_an_organisation() -> None:
    _run("ada@example.org", "--organisation-name", "Acme")

    assert Membership.objects.get().organisation.name == "Acme"


def test_it_resets_the_password_of_somebody_known() -> None:
    member = make_member(Role.VIEWER)

    printed = _run(member.user.email, "--organisation", member.organisation.slug)

    member.refresh_from_db()
    assert User.objects.get().check_password(printed.split()[-1])
    assert member.role == Role.ADMINISTRATOR


@pytest.mark.parametrize(
    ("arguments", "password", "reason"),
    [
        pytest.param(["ada"], "", "valid|valide", id="no address"),
        pytest.param(["ada@example.org"], "short", "15", id="weak password"),
        pytest.param(["ada@example.org"], "", "no organisation yet", id="no organisation"),
        pytest.param(
            ["ada@example.org", "--organisation", "acme"], "", "called acme", id="unknown one"
        ),
    ],
)
def test_it_says_why_it_refuses(
    arguments: list[str], password: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REMIT_ADMIN_PASSWORD", password)

    with pytest.raises(CommandError, match=reason):
        _run(*arguments)

    assert not User.objects.exists()
    assert not Organisation.objects.exists()
