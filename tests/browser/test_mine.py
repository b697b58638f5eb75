"""My duties in a real browser: one click to the row, one key, and it is gone from the list."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models import Answer
from assessments.services.answering import AnswerValues
from tests.browser.seed import Seed, make_seed, wait_until_saved
from tests.builders import make_answers, make_team

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an assessment in which a contributor has one row of each group."""
    seed, today = make_seed(), timezone.localdate()
    me = AnswerValues(owner_membership_id=seed.contributor.pk)
    team = AnswerValues(owner_team_id=make_team(seed.contributor).pk)
    long_ago, much_later = today - timedelta(days=12), today + timedelta(days=90)
    make_answers(
        seed.assessment,
        me | AnswerValues(coverage="covered"),
        me | AnswerValues(coverage="gap", due_on=long_ago, note="En cours"),
        me | AnswerValues(coverage="partial", due_on=today),
        team | AnswerValues(coverage="gap"),
        team | AnswerValues(coverage="gap", due_on=much_later),
        me,
        by=seed.manager,
    )
    return seed


def address_of(seed: Seed) -> str:
    """Return the address of the page."""
    return f"/o/{seed.organisation.slug}/my-duties/"


def test_one_click_and_one_key_settle_the_worst_duty(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.contributor.user)
    page.goto(address_of(seed))
    first = page.locator(".mine-row").first
    key = first.get_attribute("data-key")
    worst = Answer.objects.of_assessment(seed.assessment).in_printed_order()[1]

    first.locator(".mine-title").click()
    expect(page.locator(f"#duty-{key}")).to_be_focused()
    page.keyboard.press("1")
    wait_until_saved(page)
    page.go_back()

    worst.refresh_from_db()
    assert (key, worst.coverage) == (str(worst.key), "covered")
    expect(page.locator("#mine-overdue")).to_have_count(0)
    expect(page.locator(f'section .mine-row[data-key="{key}"]')).to_have_count(0)
    expect(page.locator("h1")).to_contain_text("3")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_accessible_and_as_narrow_as_a_phone(
    seed: Seed, open_browser: OpenBrowser, theme: str
) -> None:
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    page = open_browser(
        seed.contributor.user,
        color_scheme=theme,
        locale="en-GB",
        viewport={"width": 320, "height": 640},
    )

    page.goto(f"{address_of(seed)}?owner=me&assessment=0")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert Axe().run(page, options=rules).response["violations"] == []
