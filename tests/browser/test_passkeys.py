"""A passkey in a real browser, whose authenticator is a virtual one."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.selectors.second_factor import second_factors_of
from tests.builders import PASSWORD, make_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenBrowser = Callable[..., Page]
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
}


@pytest.fixture
def page(transactional_db: None, open_browser: OpenBrowser) -> Page:
    """Return a window of a browser that holds a virtual authenticator."""
    cache.clear()
    page = open_browser(locale="en-GB")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def _sign_in(page: Page, user: User) -> None:
    page.goto("/account/login/")
    page.fill("[name=login]", user.email)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def _add_a_key(page: Page) -> None:
    page.goto("/profile/security/")
    page.locator("a[href$='/keys/add/']").click()
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.locator("form[data-key=create] button").click()
    page.wait_for_url("**/second-factor/codes/")


def _sign_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main form button").click()


@pytest.mark.asvs("6.3.3")
def test_a_passkey_is_added_and_signs_in_alone(page: Page) -> None:
    user = make_user(password=PASSWORD, language="en")
    _sign_in(page, user)
    _add_a_key(page)
    _sign_out(page)

    page.goto("/account/login/?next=/profile/security/")
    page.locator("form[data-key=get] button").click()

    page.wait_for_url("**/profile/security/")
    expect(page.locator("h1")).to_contain_text("second factor")
    (key,) = second_factors_of(user).keys
    assert key.is_passkey
    assert key.used_at


@pytest.mark.thorough
def test_a_key_is_the_second_step_and_shows_again_who_it_is(page: Page) -> None:
    user = make_user(password=PASSWORD, language="en")
    _sign_in(page, user)
    _add_a_key(page)
    _sign_out(page)

    _sign_in(page, user)
    page.locator("form[data-key=get] button").click()
    page.wait_for_url(lambda url: "/second-factor/" not in url)
    page.goto("/account/second-factor/again/key/?next=/account/second-factor/codes/new/")
    page.locator("form[data-key=get] button").click()

    page.wait_for_url("**/codes/new/")
