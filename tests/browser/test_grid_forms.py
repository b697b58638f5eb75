"""The grid with JavaScript off: one form for each section, and a page for each duty."""

from collections.abc import Callable
from itertools import cycle, islice

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Answer
from tests.browser.seed import Seed, make_seed
from tests.builders import make_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


@pytest.fixture
def page(seed: Seed, open_browser: OpenBrowser) -> Page:
    """Return the grid without JavaScript, open as a contributor."""
    page = open_browser(seed.contributor.user, java_script_enabled=False)
    page.goto(seed.grid)
    return page


def test_36_duties_are_answered_by_forms(seed: Seed, page: Page) -> None:
    wanted = list(islice(cycle(["covered", "partial", "gap"]), 36))
    rows = Answer.objects.of_assessment(seed.assessment).in_printed_order()
    answers = dict(zip(rows.values_list("key", flat=True), wanted, strict=True))
    sections = [each.get_attribute("id") for each in page.locator("tbody").all()]

    for section in sections:
        body = page.locator(f"tbody#{section}")
        for row in body.locator("tr.duty").all():
            key = (row.get_attribute("id") or "").removeprefix("duty-")
            value = next(answers[each] for each in answers if str(each) == key)
            row.locator(f"label:has([value={value}])").click()
        with page.expect_navigation():
            body.locator(".grid-section button.no-js-only").click()

    assert seed.coverages() == wanted
    assert seed.events().count() == 36


def test_a_reason_opens_with_its_radio_and_is_saved(seed: Seed, page: Page) -> None:
    row = page.locator("tr.duty").first

    row.locator(".segment.is-not_applicable").click()
    row.locator(".reason input").fill("Hors du périmètre")
    with page.expect_navigation():
        row.locator(".reason button").click()

    expect(page.locator("tr.duty").first).to_contain_text("Hors du périmètre")
    assert seed.coverages()[0] == "not_applicable"


def test_a_section_is_filled_and_the_change_undone(seed: Seed, page: Page) -> None:
    page.locator(".section-fill summary").first.click()
    with page.expect_navigation():
        page.locator(".section-fill button[value=gap]").first.click()
    filled = seed.coverages()[:4]

    with page.expect_navigation():
        page.locator(".messages form button").click()

    assert filled == ["gap", "gap", "gap", "unanswered"]
    assert set(seed.coverages()) == {"unanswered"}


def test_a_stale_row_is_shown_with_both_values_to_choose_from(seed: Seed, page: Page) -> None:
    make_answers(seed.assessment, {"coverage": "partial"}, by=seed.manager)
    first, second = page.locator("tr.duty").all()[:2]
    first.locator(".segment.is-gap").click()
    second.locator(".segment.is-gap").click()
    with page.expect_response("**/sections/*/") as told:
        page.locator(".grid-section button.no-js-only").first.click()

    saved = seed.coverages()[:2]
    expect(page.locator("main")).to_contain_text("Jeanne Goff")
    page.locator("fieldset input[type=radio][value=partial]").check()
    with page.expect_navigation():
        page.locator("main form button").click()

    assert told.value.status == 409
    assert saved == ["partial", "gap"]
    assert seed.coverages()[:2] == ["partial", "gap"]
    assert page.url.split("#")[0].endswith(seed.grid)


def test_the_page_of_a_duty_saves_everything_and_leads_back(seed: Seed, page: Page) -> None:
    page.locator("tr.duty a.duty-text").first.click()
    page.locator("label:has([value=gap])").click()
    page.locator("#id_note").fill("À faire en décembre")
    page.locator("#id_owner").select_option(label="Karim Benali")
    page.locator("#id_due_on").fill("2026-12-12")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer", exact=True).click()

    row = page.locator("tr.duty").first
    expect(row).to_contain_text("À faire en décembre")
    expect(row).to_contain_text("Karim Benali")
    assert seed.coverages()[0] == "gap"
