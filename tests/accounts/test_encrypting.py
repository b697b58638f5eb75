"""Changing SECRET_KEY: what was encrypted and signed with the old one goes on."""

from collections.abc import Callable
from io import StringIO

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import call_command
from django.http import HttpRequest
from pytest_django import Settings

from accounts.models import User
from accounts.rights import Role
from accounts.services import decrypted, encrypt_again, encrypted
from accounts.services.encrypting import Renewal
from assessments.selectors.links.finding import link_of
from audit.models import INSTALLATION, Event
from tests.accounts.second_factors import make_app, make_codes, make_key
from tests.builders import NOW, make_assessment, make_member, make_user
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.asvs("11.2.2")]
NEW = "of tomorrow " * 5
Change = Callable[..., None]


@pytest.fixture
def change_key(settings: Settings) -> Change:
    """Return a function that sets a new SECRET_KEY, the old one kept or not."""

    def change(*, is_kept: bool = True) -> None:
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY] if is_kept else []
        settings.SECRET_KEY = NEW

    return change


def secret_of(user: User) -> str | None:
    """Return the secret of somebody's app."""
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return decrypted(app.data["secret"])


def codes_of(user: User) -> list[str]:
    """Return what is left of somebody's recovery codes."""
    with request_context(HttpRequest()):
        return list(RecoveryCodes.activate(user).get_unused_codes())


def test_with_the_old_key_named_everything_opens_and_nothing_changes(change_key: Change) -> None:
    user = make_user()
    secret, codes = make_app(user), make_codes(user)

    change_key()

    assert secret_of(user) == secret
    assert codes_of(user) == codes


def test_what_was_encrypted_again_needs_the_old_key_no_more(
    change_key: Change, settings: Settings
) -> None:
    user = make_user()
    secret, codes = make_app(user), make_codes(user)
    make_key(user)
    change_key()

    done = encrypt_again(at=NOW)
    settings.SECRET_KEY_FALLBACKS = []

    told = Event.objects.of_chain(INSTALLATION).filter(verb="second-factor-encrypted-again")
    assert done == Renewal(renewed=2, lost=0)
    assert secret_of(user) == secret
    assert codes_of(user) == codes
    assert sorted(event.new["factor"] for event in told) == ["recovery_codes", "totp"]
    assert encrypt_again(at=NOW) == Renewal(renewed=0, lost=0)


def test_codes_that_came_one_by_one_are_encrypted_again_too(
    change_key: Change, settings: Settings
) -> None:
    user = make_user()
    make_codes(user)
    kept = {"migrated_codes": [encrypted("11112222"), encrypted("33334444")]}
    Authenticator.objects.update(data=kept)
    change_key()

    encrypt_again(at=NOW)
    settings.SECRET_KEY_FALLBACKS = []

    assert codes_of(user) == ["11112222", "33334444"]


def test_what_no_key_opens_stays_and_is_counted(change_key: Change) -> None:
    make_app(make_user())
    before = Authenticator.objects.get().data
    change_key(is_kept=False)

    done = encrypt_again(at=NOW)

    assert done == Renewal(renewed=0, lost=1)
    assert Authenticator.objects.get().data == before
    assert not Event.objects.filter(verb="second-factor-encrypted-again").exists()


def test_the_command_says_how_many_it_changed_and_how_many_it_could_not(
    change_key: Change,
) -> None:
    make_app(make_user())
    change_key(is_kept=False)
    make_app(make_user())
    said = StringIO()

    call_command("encrypt_again", stdout=said)

    assert said.getvalue().splitlines() == [
        "0 second factors are encrypted with the new key.",
        "1 are under a key that is not here: see reset_second_factor.",
    ]


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_share_link_opens_as_long_as_its_key_is_named(change_key: Change, is_kept: bool) -> None:
    manager = make_member(Role.MANAGER)
    made = make_share_link(make_assessment(manager), by=manager)

    change_key(is_kept=is_kept)

    assert (link_of(made.token, at=NOW) == made.link) == is_kept
