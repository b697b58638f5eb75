"""The grid in a real browser: keys, mouse, undo (PRODUCT.md, "Speed of hand")."""

from collections.abc import Callable
from datetime import timedelta
from itertools import cycle, islice

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.services import end_membership
from assessments.models import Answer
from tests.browser.seed import Seed, make_seed, wait_until_saved
from tests.builders import NOW, make_answers

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
    page.goto(seed.grid)
    return page


def test_36_single_keys_answer_36_duties(seed: Seed, page: Page) -> None:
    keys = list(islice(cycle("123"), 36))

    page.keyboard.press("j")
    for key in keys:
        page.keyboard.press(key)

    wait_until_saved(page)
    expected = [WORDS[key] for key in keys]
    assert seed.coverages() == expected
    assert seed.events().count() == 36
    page.reload()
    assert _states(page) == expected
    expect(page.locator("#sentence")).to_contain_text("12")


def test_4_asks_its_reason_in_place_and_enter_goes_on(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("4")
    page.keyboard.type("Aucune donnée de ce genre")
    before = seed.coverages()[0]
    page.keyboard.press("Enter")
    page.keyboard.press("1")

    wait_until_saved(page)
    assert before == "unanswered"
    assert seed.coverages()[:2] == ["not_applicable", "covered"]
    expect(page.locator("tr.duty").first).to_contain_text("Aucune donnée de ce genre")


def test_escape_leaves_the_reason_and_changes_nothing(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("4")
    page.keyboard.type("non")
    page.keyboard.press("Escape")

    expect(page.locator("tr.duty").first).to_be_focused()
    assert page.locator(".segments input:checked").count() == 0
    assert seed.events().count() == 0


def test_keys_do_nothing_without_a_row_or_while_typing(seed: Seed, page: Page) -> None:
    page.keyboard.press("1")
    page.keyboard.press("j")
    page.keyboard.press("/")
    page.keyboard.type("123")

    assert seed.events().count() == 0
    expect(page.locator("#id_q")).to_have_value("123")


def test_fast_changes_of_one_row_do_not_conflict(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    for key in ("1", "k", "2", "k", "3", "k", "0", "1"):
        page.keyboard.press(key)

    wait_until_saved(page)
    assert page.locator(".conflict").count() == 0
    assert seed.coverages()[0] == "covered"


def test_z_undoes_one_answer_then_a_whole_bulk_change(seed: Seed, page: Page) -> None:
    page.keyboard.press("]")
    page.keyboard.press("Shift+Digit1")
    page.keyboard.press("]")
    page.keyboard.press("j")
    page.keyboard.press("3")
    wait_until_saved(page)
    filled = seed.coverages()[:4]

    page.keyboard.press("z")
    wait_until_saved(page)
    after_one = seed.coverages()[:4]
    page.keyboard.press("z")
    wait_until_saved(page)

    assert filled == ["covered", "covered", "covered", "gap"]
    assert after_one == ["covered", "covered", "covered", "unanswered"]
    assert set(seed.coverages()) == {"unanswered"}


def test_shift_and_a_digit_fill_only_unanswered_rows(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("3")
    page.keyboard.press("[")
    page.keyboard.press("Shift+Digit2")

    wait_until_saved(page)
    assert seed.coverages()[:4] == ["gap", "partial", "partial", "unanswered"]


def test_a_section_is_handed_to_a_colleague_with_a_date_in_seven_keys(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.manager.user, locale="en-GB")
    page.goto(seed.grid)
    keys = ["]", "a", "K", "Enter", "d", "m", "Enter"]

    for key in keys:
        page.keyboard.press(key)

    wait_until_saved(page)
    rows = Answer.objects.of_assessment(seed.assessment).in_printed_order()
    section = rows.filter(activity__section=rows[0].activity.section)
    due_on = timezone.localdate() + timedelta(days=30)
    assert {(row.owner_membership_id, row.due_on) for row in section} == {
        (seed.contributor.pk, due_on)
    }
    assert rows.exclude(owner_membership=None).count() == section.count() == 3


def test_a_bulk_change_says_its_number_and_is_undone_by_its_link(seed: Seed, page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Shift+ArrowDown")
    count = page.locator("#bulkbar [data-set=gap] .count").text_content()

    page.click("#bulkbar [data-set=gap]")
    wait_until_saved(page)
    changed = seed.coverages()[:4]
    page.click("#undo-line button")

    wait_until_saved(page)
    assert count == "3"
    assert changed == ["gap", "gap", "gap", "unanswered"]
    assert set(seed.coverages()) == {"unanswered"}


def test_owner_date_and_note_are_set_in_place(seed: Seed, page: Page) -> None:
    row = page.locator("tr.duty").first
    page.keyboard.press("j")
    page.keyboard.press("n")
    page.keyboard.type("Fait chaque lundi")
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    row.locator("input[type=date]").fill("2026-12-12")
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    row.locator("select").select_option(label="Karim Benali")
    page.keyboard.press("Enter")

    wait_until_saved(page)
    expect(row.locator(".duty-owner")).to_contain_text("Karim Benali")
    page.reload()
    expect(row).to_contain_text("Fait chaque lundi")
    expect(row.locator(".duty-owner")).to_contain_text("Karim Benali")
    expect(row.locator("time")).to_have_attribute("datetime", "2026-12-12")


@pytest.mark.parametrize("locale", ["en-GB", "fr-FR"])
def test_a_date_reads_the_same_at_once_and_after_a_reload(
    seed: Seed, open_browser: OpenBrowser, locale: str
) -> None:
    page = open_browser(seed.contributor.user, locale=locale)
    page.goto(seed.grid)
    time = page.locator("tr.duty").first.locator("time")
    page.keyboard.press("j")
    page.keyboard.press("d")
    page.locator("tr.duty").first.locator("input[type=date]").fill("2027-09-12")
    page.keyboard.press("Enter")
    wait_until_saved(page)
    at_once = time.inner_text()

    page.reload()

    expect(time).to_have_text(at_once)


def test_looking_at_the_owner_changes_nothing_when_that_person_has_left(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    make_answers(seed.assessment, {"owner_membership_id": seed.contributor.pk}, by=seed.manager)
    end_membership(membership=seed.contributor, at=NOW)
    page = open_browser(seed.manager.user)
    page.goto(seed.grid)
    owner = page.locator("tr.duty").first.locator(".duty-owner")
    page.keyboard.press("j")

    page.keyboard.press("a")
    chosen = owner.locator("select").input_value()
    page.keyboard.press("Tab")
    page.keyboard.press("k")
    page.keyboard.press("j")
    page.keyboard.press("1")

    wait_until_saved(page)
    rows = Answer.objects.of_assessment(seed.assessment).in_printed_order()
    assert chosen == f"member-{seed.contributor.pk}"
    assert rows[0].owner_membership == seed.contributor
    expect(owner).to_contain_text("Karim Benali")


def test_an_address_that_names_no_row_opens_the_grid(seed: Seed, page: Page) -> None:
    page.goto("about:blank")

    page.goto(f"{seed.grid}#duty-%20x")

    expect(page.locator("tr.duty[tabindex='0']")).to_have_count(1)


def test_the_mouse_answers_as_the_keys_do(seed: Seed, page: Page) -> None:
    row = page.locator("tr.duty").first

    row.locator(".segment.is-gap").click()
    wait_until_saved(page)
    row.locator(".segment.is-not_applicable").click()
    row.locator(".reason input").fill("Hors du périmètre")
    row.locator(".reason button").click()

    wait_until_saved(page)
    assert seed.coverages()[0] == "not_applicable"
    assert seed.events().count() == 2


def test_an_answer_is_painted_in_the_same_moment_as_the_key(page: Page) -> None:
    page.keyboard.press("j")

    painted: list[int] = page.evaluate(
        """() => [1, 2, 3, 4, 5].map(() => {
          const key = {key: "1", code: "Digit1", bubbles: true, cancelable: true};
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", key));
          return document.querySelectorAll("tr.duty .segments :checked").length;
        })"""
    )

    assert painted == [1, 2, 3, 4, 5]
    wait_until_saved(page)


def test_single_keys_are_off_when_the_profile_says_so(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    user = seed.contributor.user
    type(user).objects.filter(pk=user.pk).update(has_keys=False)
    page = open_browser(user)
    page.goto(seed.grid)

    page.keyboard.press("j")
    page.keyboard.press("1")

    assert page.locator("tr.duty:focus").count() == 0
    assert page.locator(".keyline").count() == 0
    assert seed.events().count() == 0


def _states(page: Page) -> list[str]:
    rows = page.locator("tr.duty")
    expect(rows).to_have_count(36)
    states: list[str] = rows.evaluate_all("rows => rows.map((row) => row.dataset.state)")
    return states
