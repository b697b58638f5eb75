"""The grid when the network fails, the session ends, or somebody else is faster."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.seed import Seed, make_seed, wait_until_saved, watch_requests

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]
WORDS = {"1": "covered", "2": "partial", "3": "gap"}


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


@pytest.fixture
def page(seed: Seed, open_browser: OpenBrowser) -> Page:
    """Return the grid, open as a contributor."""
    page = open_browser(seed.contributor.user)
    watch_requests(page)
    page.goto(seed.grid)
    return page


def test_answers_without_network_are_kept_counted_and_sent_later(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("1")
    wait_until_saved(page)
    page.context.set_offline(True)
    for key in "12312":
        page.keyboard.press(key)

    expect(page.locator("#save-state.is-offline")).to_contain_text("5")
    assert seed.coverages().count("unanswered") == 35
    page.context.set_offline(False)
    wait_until_saved(page)
    assert seed.coverages()[:6] == ["covered", *[WORDS[key] for key in "12312"]]
    assert seed.events().count() == 6


def test_answers_without_network_survive_a_reload(seed: Seed, page: Page) -> None:
    page.route("**/answers/", lambda route: route.abort())
    page.keyboard.press("j")
    for key in "123":
        page.keyboard.press(key)
    expect(page.locator("#save-state.is-offline")).to_contain_text("3")

    page.reload()
    shown = _states(page)[:3]
    page.unroute("**/answers/")

    wait_until_saved(page)
    assert shown == ["covered", "partial", "gap"]
    assert seed.coverages()[:3] == ["covered", "partial", "gap"]


def test_a_server_that_cannot_save_is_said_and_tried_again(seed: Seed, page: Page) -> None:
    out_of_order = {"status": 503, "content_type": "application/json", "body": "{}"}
    page.route("**/answers/", lambda route: route.fulfill(**out_of_order))
    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator("#save-state.is-offline")).to_contain_text(re.compile("server|serveur"))
    early = seed.coverages()[0]

    page.unroute("**/answers/")

    wait_until_saved(page)
    assert early == "unanswered"
    assert seed.coverages()[0] == "partial"


def test_what_a_closed_window_kept_is_sent_by_the_one_still_open(seed: Seed, page: Page) -> None:
    page.route("**/answers/", lambda route: route.abort())
    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator("#save-state.is-offline")).to_contain_text("1")
    other = page.context.new_page()
    other.goto(seed.grid)
    other.wait_for_timeout(500)
    early = seed.coverages()[0]

    page.close()

    wait_until_saved(other)
    assert early == "unanswered"
    assert seed.coverages()[0] == "partial"


def test_a_session_that_ended_is_said_and_the_answer_is_kept(seed: Seed, page: Page) -> None:
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("j")
    page.keyboard.press("2")
    expect(page.locator("#save-state a")).to_be_visible()

    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.reload()

    wait_until_saved(page)
    assert seed.coverages()[0] == "partial"


def test_what_one_person_typed_is_never_recorded_for_the_next_one(
    seed: Seed, page: Page, open_browser: OpenBrowser
) -> None:
    others = open_browser(seed.manager.user).context.cookies()
    mine = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("#save-state a")).to_be_visible()

    page.context.add_cookies(others)  # type: ignore[arg-type]
    with page.expect_response("**/answers/") as told:
        page.keyboard.press("2")
    expect(page.locator("#save-state a")).to_be_visible()
    recorded = seed.events().count()
    page.context.add_cookies(mine)  # type: ignore[arg-type]
    page.reload()

    wait_until_saved(page)
    assert (told.value.status, recorded) == (401, 0)
    assert seed.coverages()[:2] == ["covered", "partial"]
    assert set(seed.events().values_list("actor_id", flat=True)) == {seed.contributor.user_id}


@pytest.mark.parametrize(
    ("status", "type_", "body"),
    [
        pytest.param(200, "text/html", "<h1>Wi-Fi</h1>", id="portal"),
        pytest.param(200, "application/json", '{"batch": "12', id="cut short"),
        pytest.param(403, "text/html", "<h1>CSRF</h1>", id="token refused"),
        pytest.param(404, "text/html", "<h1>404</h1>", id="no member here"),
    ],
)
def test_a_reply_that_says_nothing_of_the_answer_does_not_lose_it(
    seed: Seed, page: Page, status: int, type_: str, body: str
) -> None:
    page.route(
        "**/answers/",
        lambda route: route.fulfill(status=status, content_type=type_, body=body),
    )
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("#save-state.is-offline")).to_contain_text("1")
    shown = _states(page)[0]

    page.unroute("**/answers/")
    page.reload()

    wait_until_saved(page)
    assert shown == "covered"
    assert seed.coverages()[0] == "covered"


def test_two_windows_on_one_row_show_both_values(
    seed: Seed, page: Page, open_browser: OpenBrowser
) -> None:
    other = open_browser(seed.manager.user)
    other.goto(seed.grid)
    other.keyboard.press("j")
    other.keyboard.press("2")
    wait_until_saved(other)

    page.keyboard.press("j")
    with page.expect_response("**/answers/") as told:
        page.keyboard.press("3")

    conflict = page.locator("tr.duty").first.locator(".conflict")
    expect(conflict).to_contain_text("Jeanne Goff")
    assert told.value.status == 409
    assert seed.coverages()[0] == "partial"
    conflict.locator("button[value=mine]").click()
    wait_until_saved(page)
    assert seed.coverages()[0] == "gap"


def test_a_conflict_is_asked_again_after_a_reload(
    seed: Seed, page: Page, open_browser: OpenBrowser
) -> None:
    other = open_browser(seed.manager.user)
    other.goto(seed.grid)
    other.keyboard.press("j")
    other.keyboard.press("2")
    wait_until_saved(other)
    page.keyboard.press("j")
    page.keyboard.press("3")
    expect(page.locator(".conflict")).to_be_visible()

    page.reload()
    page.locator(".conflict button[value=theirs]").click()

    assert _states(page)[0] == "partial"
    page.reload()
    wait_until_saved(page)
    assert page.locator(".conflict").count() == 0
    assert seed.coverages()[0] == "partial"


def _states(page: Page) -> list[str]:
    rows = page.locator("tr.duty")
    expect(rows).to_have_count(36)
    states: list[str] = rows.evaluate_all("rows => rows.map((row) => row.dataset.state)")
    return states
