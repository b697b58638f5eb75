"""An auditor goes through the duties: one key a row, a note, and the last change taken back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Opinion
from tests.browser.seed import Seed, make_seed
from tests.builders import make_reader

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an assessment of 36 unanswered duties."""
    return make_seed()


@pytest.fixture
def auditor(seed: Seed) -> Membership:
    """Return an auditor with whom it is shared."""
    return make_reader(Role.AUDITOR, seed.assessment)


def _list(seed: Seed) -> str:
    return f"/o/{seed.organisation.slug}/assessments/{seed.assessment.pk}/opinions/"


def _said() -> list[tuple[str, str]]:
    rows = Opinion.objects.standing().order_by("answer__activity__position")
    return list(rows.values_list("result", "note"))


def test_one_key_a_row_a_note_and_the_last_change_taken_back(
    seed: Seed, auditor: Membership, open_browser: OpenBrowser
) -> None:
    page = open_browser(auditor.user)
    page.goto(_list(seed))
    rows = page.locator(".opinion-row")

    page.keyboard.press("1")  # no row has the focus yet
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Digit1")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("n")
    page.keyboard.type("No list")
    page.keyboard.press("Enter")
    expect(rows.nth(1)).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Digit3")
    expect(rows.nth(2)).to_be_focused()
    said = _said()
    with page.expect_navigation():
        page.keyboard.press("z")

    assert said == [("conforming", ""), ("minor", "No list")]
    assert _said() == [("conforming", "")]


@pytest.mark.thorough
def test_where_rows_leave_the_filter_the_next_one_has_the_focus(
    seed: Seed, auditor: Membership, open_browser: OpenBrowser
) -> None:
    page = open_browser(auditor.user)
    page.goto(f"{_list(seed)}?result=without")
    rows = page.locator(".opinion-row")
    expect(rows).to_have_count(36)

    page.keyboard.press("j")
    for _ in range(3):
        with page.expect_navigation():
            page.keyboard.press("Digit5")
        expect(rows.first).to_be_focused()

    expect(rows).to_have_count(33)
    assert _said() == [("not_tested", "")] * 3


@pytest.mark.thorough
def test_without_script_an_opinion_with_a_note_is_three_clicks(
    seed: Seed, auditor: Membership, open_browser: OpenBrowser
) -> None:
    page = open_browser(auditor.user, java_script_enabled=False)
    page.goto(_list(seed))
    row = page.locator(".opinion-row").first

    row.locator("summary").click()
    row.locator("textarea").fill("Vu")
    row.locator("button[value='observation']").click()

    expect(page.locator(".opinion-row").first.locator(".opinion-mark")).to_be_visible()
    assert _said() == [("observation", "Vu")]
