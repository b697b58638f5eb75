"""Signing out leaves nothing of the person in the browser, and loses nothing unseen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.browser.seed import Seed, make_seed, watch_requests

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.asvs("14.3.1"),
]
KEPT = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort()"


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


@pytest.fixture
def page(seed: Seed, open_browser: Callable[..., Page]) -> Page:
    """Return the grid, open as a contributor who chose a theme."""
    page = open_browser(seed.contributor.user)
    watch_requests(page)
    page.goto(seed.grid)
    page.evaluate("() => localStorage.setItem('remit-theme', 'dark')")
    page.evaluate("() => localStorage.setItem('remit-queue:0:1:1:x', '{}')")
    page.evaluate("() => sessionStorage.setItem('remit-review', 'duty')")
    return page


def sign_out(page: Page) -> None:
    """Press the button of the menu."""
    page.locator(".user-menu > summary").click()
    page.locator("form[data-sign-out] button").click()


def test_what_was_just_entered_is_sent_and_nothing_but_the_theme_stays(
    seed: Seed, page: Page
) -> None:
    page.keyboard.press("j")
    page.keyboard.press("1")
    sign_out(page)

    expect(page.locator("input[name=login]")).to_be_visible()
    assert seed.coverages()[0] == "covered"
    # The first is what somebody else has not saved yet.
    assert page.evaluate(KEPT) == ["remit-queue:0:1:1:x", "remit-theme"]


def test_what_cannot_be_saved_is_asked_about_before_it_is_dropped(seed: Seed, page: Page) -> None:
    asked: list[str] = []

    def stay_at_first(dialog: Dialog) -> None:
        asked.append(dialog.message)
        (dialog.accept if len(asked) > 1 else dialog.dismiss)()

    page.on("dialog", stay_at_first)
    page.route("**/answers/", lambda route: route.abort())
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.context.set_offline(True)
    sign_out(page)
    for _ in range(100):
        if asked:
            break
        page.wait_for_timeout(100)
    page.context.set_offline(False)
    kept = page.evaluate(KEPT)
    page.locator("form[data-sign-out] button").click()

    expect(page.locator("input[name=login]")).to_be_visible()
    assert len(asked) == 2
    assert len(kept) == 4
    assert page.evaluate(KEPT) == ["remit-queue:0:1:1:x", "remit-theme"]
    assert seed.coverages()[0] == "unanswered"
