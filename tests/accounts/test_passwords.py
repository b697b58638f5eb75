"""What a password may be, how it is asked for, and what signing in with it leaves behind."""

import logging

import pytest
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.adapter import AccountAdapter
from accounts.forms.own_words import WORDS
from accounts.models import User
from database.folding import folded
from tests.builders import PASSWORD, make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> None:
    cache.clear()


def _change(user: User, old: str, new: str) -> None:
    client = Client()
    client.force_login(user)
    client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": new},
    )
    user.refresh_from_db()


@pytest.mark.asvs("6.2.3")
def test_whoever_does_not_say_the_old_password_changes_nothing() -> None:
    user = make_user(password=PASSWORD)

    _change(user, "not the old one at all", "another long sentence to sign in with")

    assert user.check_password(PASSWORD)


@pytest.mark.asvs("6.2.8", "6.2.9")
@pytest.mark.parametrize(
    "password",
    [
        pytest.param("a sentence of sixty-four characters, and some more " * 2 + "é", id="long"),
        pytest.param("onlyverysmallletters", id="one kind of letter"),
        pytest.param("Ünïcode ∑ 漢字 mixed CASE", id="any characters"),
    ],
)
def test_a_password_is_taken_as_it_was_typed(password: str) -> None:
    user = make_user(password=PASSWORD)

    _change(user, PASSWORD, password)

    assert user.check_password(password)
    assert not user.check_password(password.swapcase())
    assert not user.check_password(password[:-1])


@pytest.mark.asvs("6.2.6", "6.2.7")
def test_a_password_is_masked_and_a_manager_may_fill_it_in(client: Client) -> None:
    page = client.get(reverse("account_login")).text

    field = page[page.index('name="password"') - 200 : page.index('name="password"') + 300]
    assert 'type="password"' in field
    assert 'autocomplete="current-password"' in field
    assert "onpaste" not in page


@pytest.mark.asvs("7.2.4")
def test_signing_in_makes_a_new_session(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.session["before"] = True
    session = client.session
    session["kept"] = "x"
    session.save()
    before = session.session_key

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert client.session.session_key not in {before, None}
    assert not client.session.exists(str(before))


@pytest.mark.asvs("16.3.1")
def test_a_sign_in_that_fails_is_logged_with_its_origin_and_without_a_name(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    user = make_user(password=PASSWORD)

    with caplog.at_level(logging.WARNING, "accounts.adapter.account"):
        client.post(
            reverse("account_login"), {"login": user.email, "password": "wrong wrong wrong"}
        )

    assert "A sign-in failed, from 127.0.0.1." in caplog.text
    assert user.email not in caplog.text
    assert "wrong wrong" not in caplog.text


@pytest.mark.asvs("15.3.4", "4.1.3")
@pytest.mark.parametrize(
    ("proxies", "found"),
    [
        pytest.param(0, "10.0.0.9", id="without a proxy the header counts for nothing"),
        pytest.param(1, "203.0.113.7", id="behind one its own entry counts"),
    ],
)
def test_the_address_of_a_person_is_what_the_proxy_says(
    settings: Settings, proxies: int, found: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    request = RequestFactory().get(
        "/", headers={"x-forwarded-for": "198.51.100.1, 203.0.113.7"}, REMOTE_ADDR="10.0.0.9"
    )

    address = AccountAdapter(request).get_client_ip(request)

    assert address == found


@pytest.mark.asvs("6.2.11")
@pytest.mark.parametrize(
    "password",
    [
        pytest.param("Remit Remit Remit 1!", id="the product"),
        pytest.param("Motdepasse-Sécurité-2026", id="listed words, with an accent"),
        pytest.param("MairiedeValmont2026", id="the organisation"),
    ],
)
def test_words_that_anybody_would_try_make_no_password(password: str) -> None:
    user = make_user(password=PASSWORD)
    make_member(organisation=make_organisation(name="Mairie de Valmont"), user=user)

    _change(user, PASSWORD, password)

    assert user.check_password(PASSWORD)


@pytest.mark.parametrize("password", ["Remit opens with four lemons", "valmont valmont 2026"])
def test_such_words_may_be_part_of_a_password_of_ones_own(password: str) -> None:
    user = make_user(password=PASSWORD)

    _change(user, PASSWORD, password)

    assert user.check_password(password)


@pytest.mark.asvs("6.1.2")
def test_every_word_that_is_refused_is_written_down() -> None:
    listed = folded((settings.BASE_DIR / "docs" / "security.md").read_text())

    missing = [word for word in WORDS if word not in listed.replace("mot de passe", "motdepasse")]

    assert not missing


def test_a_password_of_nobody_yet_is_judged_by_the_words_alone() -> None:
    with pytest.raises(ValidationError):
        validate_password("remit remit remit remit", None)
