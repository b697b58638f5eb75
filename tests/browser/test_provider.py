"""Signing in through a provider in a real browser: our policy lets it leave and come back."""

from collections.abc import Callable

import pytest
import requests
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django.fixtures import Settings

from tests.accounts.providers import configure, running_provider
from tests.builders import make_user

pytestmark = [
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
]


def test_the_sign_in_page_leads_to_the_provider_and_back(
    transactional_db: None, open_browser: Callable[..., Page], settings: Settings
) -> None:
    cache.clear()
    user = make_user(email="ada@example.org", language="en")
    page = open_browser(locale="en-GB")

    with running_provider() as issuer:
        configure(settings, issuer)
        claims: dict[str, str | bool] = {"email": user.email, "email_verified": True}
        requests.put(f"{issuer}/users/ada", json=claims, timeout=10)
        page.goto("/account/login/?next=/profile/")
        page.locator("form[data-provider] button").click()
        page.wait_for_url(f"{issuer}/**")
        page.fill("[name=sub]", "ada")
        page.get_by_role("button", name="Authorize").click()
        page.wait_for_url("**/profile/")

    assert page.locator("[name=name]").input_value() == user.name
