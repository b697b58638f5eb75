"""Undo in the grid: the screen says what the database says, whatever became of the change."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, Route, expect

from assessments.models import Answer
from tests.browser.seed import Seed, make_seed, wait_until_saved, watch_requests
from tests.builders import make_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]
KEEP_WHAT_IS_SAID = """() => {
  const live = document.getElementById("live");
  window.said = [];
  new MutationObserver(() => window.said.push(live.textContent)).observe(live, {childList: true});
}"""


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


def test_an_answer_whose_reply_was_lost_can_be_undone(seed: Seed, page: Page) -> None:
    _lose_first_reply(page, "**/answers/")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("#save-state.is-offline")).to_be_visible()
    wait_until_saved(page)
    saved = seed.coverages()[0]

    with page.expect_response("**/answers/"):
        page.keyboard.press("z")

    wait_until_saved(page)
    assert saved == "covered"
    assert seed.coverages()[0] == _state(page) == "unanswered"


def test_an_undo_pressed_before_the_lost_reply_is_known_is_done(seed: Seed, page: Page) -> None:
    _lose_first_reply(page, "**/answers/")
    page.keyboard.press("j")
    page.keyboard.press("1")
    expect(page.locator("#save-state.is-offline")).to_be_visible()

    page.keyboard.press("z")

    wait_until_saved(page)
    assert seed.events().count() == 2
    assert seed.coverages()[0] == _state(page) == "unanswered"


def test_an_undo_sent_twice_is_not_taken_for_somebody_elses_change(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("1")
    wait_until_saved(page)
    _lose_first_reply(page, "**/undo/")
    page.evaluate(KEEP_WHAT_IS_SAID)

    page.keyboard.press("z")

    expect(page.locator("#save-state.is-offline")).to_be_visible()
    wait_until_saved(page)
    expect(page.locator("#live")).to_have_text("Le réseau est revenu. Tout est enregistré.")
    assert "modifiée" not in page.evaluate("window.said.join()")
    assert seed.coverages()[0] == _state(page) == "unanswered"


def test_an_undo_that_waits_for_the_network_is_shown_after_a_reload(
    seed: Seed, page: Page
) -> None:
    page.keyboard.press("j")
    with page.expect_response("**/answers/"):
        page.keyboard.press("1")
    wait_until_saved(page)
    # An answer whose reply was lost on the way is taken back by an answer, not by an undo.
    sending = re.compile(r"/(answers|undo)/$")
    page.route(sending, lambda route: route.abort())
    page.keyboard.press("z")
    expect(page.locator("#save-state.is-offline")).to_be_visible()

    page.reload()
    expect(page.locator("#save-state.is-offline")).to_be_visible()
    shown = _state(page)
    page.unroute(sending)

    wait_until_saved(page)
    assert shown == _state(page) == "unanswered"
    assert seed.coverages()[0] == "unanswered"


def test_a_refused_undo_leaves_the_row_as_it_is_saved(seed: Seed, page: Page) -> None:
    row = page.locator("tr.duty").first
    page.keyboard.press("j")
    page.keyboard.press("a")
    row.locator("select").select_option(f"member-{seed.manager.pk}")
    page.keyboard.press("Enter")
    wait_until_saved(page)

    page.keyboard.press("z")

    expect(row.locator(".duty-trouble")).to_be_visible()
    expect(row).to_have_attribute("data-owner", f"member-{seed.manager.pk}")
    assert _first(seed).owner_membership == seed.manager


def test_a_refused_answer_is_not_what_an_undo_takes_back(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("1")
    wait_until_saved(page)
    page.route("**/answers/", lambda route: route.fulfill(status=422, json={"message": "Non"}))
    page.keyboard.press("3")
    expect(page.locator(".duty-trouble")).to_have_text("Non")

    page.keyboard.press("z")

    wait_until_saved(page)
    expect(page.locator("tr.duty").first).to_have_attribute("data-state", "unanswered")
    assert set(seed.coverages()) == {"unanswered"}


def test_more_rows_than_the_server_takes_are_sent_in_parts_and_undone_together(
    seed: Seed, page: Page
) -> None:
    page.evaluate("document.getElementById('grid').dataset.most = '15'")
    page.locator("[data-choose=all]").check()

    page.locator("#bulkbar [data-set=covered]").click()
    wait_until_saved(page)
    batches = seed.events().values("batch").distinct().count()
    answered = set(seed.coverages())
    page.locator("#undo-line [data-act=undo]").click()

    wait_until_saved(page)
    assert (batches, answered) == (3, {"covered"})
    assert set(seed.coverages()) == {"unanswered"}


def test_a_new_reason_and_its_undo_keep_until_when_it_holds(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    make_answers(
        seed.assessment,
        {"coverage": "not_applicable", "reason": "Rien", "until": date(2026, 12, 31)},
        by=seed.manager,
    )
    page = open_browser(seed.contributor.user)
    page.goto(seed.grid)
    until = page.locator("tr.duty").first.locator("[data-slot=until]")
    page.keyboard.press("j")
    page.keyboard.press("4")
    page.keyboard.type("Rien du tout")
    page.keyboard.press("Enter")
    expect(until).to_have_text("jusqu’au 31 déc. 2026")
    page.locator("tr.duty").first.focus()

    page.keyboard.press("1")
    expect(until).to_have_count(0)
    page.keyboard.press("z")

    expect(until).to_have_text("jusqu’au 31 déc. 2026")
    wait_until_saved(page)
    assert str(_first(seed).until) == "2026-12-31"


def _lose_first_reply(page: Page, address: str) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(address, lose, times=1)


def _first(seed: Seed) -> Answer:
    return Answer.objects.of_assessment(seed.assessment).in_printed_order()[0]


def _state(page: Page) -> str | None:
    return page.locator("tr.duty").first.get_attribute("data-state")
