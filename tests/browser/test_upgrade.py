"""Moving to another edition in a browser: one key a row, two clicks, and pages all can use."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.assessments.upgrading.pages import World, answer_of, make_world, move, say
from tests.browser.seed import wait_until_saved
from tests.browser.test_every_page import RULES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def world(transactional_db: None) -> World:
    """Return an assessment on the first of two editions."""
    return make_world()


def address(world: World, page: str) -> str:
    """Return the address of a page of the assessment."""
    return f"/o/{world.manager.organisation.slug}/assessments/{world.assessment.pk}/{page}"


def test_one_key_decides_a_row_and_goes_on_and_two_clicks_do_the_rest(
    world: World, open_browser: OpenBrowser
) -> None:
    page = open_browser(world.manager.user, locale="en-GB")
    page.goto(address(world, ""))

    page.get_by_role("link", name="See what would change").click()
    page.wait_for_url(f"**{address(world, 'upgrade/')}*")
    expect(page.locator("#again")).to_have_text("(2 will be asked again)")
    page.keyboard.press("y")
    expect(page.locator("#again")).to_have_text("(1 will be asked again)")
    page.keyboard.press("n")
    expect(page.locator("#again")).to_have_text("")
    page.get_by_role("button", name="Move to this edition").click()
    page.wait_for_url(f"**{address(world, '')}")

    assert answer_of(world.assessment, "Chiffrer").coverage == "covered"
    assert answer_of(world.assessment, "Tester").note == ""


def test_it_works_without_javascript(world: World, open_browser: OpenBrowser) -> None:
    page = open_browser(world.manager.user, locale="en-GB", java_script_enabled=False)
    page.goto(address(world, "upgrade/"))

    page.get_by_role("group", name="Chiffrer").get_by_label("Still true").check(force=True)
    page.get_by_role("button", name="Move to this edition").click()
    page.goto(address(world, "upgrades/"))
    page.get_by_role("button", name="Revert").click()

    expect(page.get_by_text("The move is reverted")).to_be_visible()
    assert answer_of(world.assessment, "Chiffrer les disques").coverage == "covered"


def test_in_the_grid_y_says_that_a_row_to_recheck_is_still_true(
    world: World, open_browser: OpenBrowser
) -> None:
    move(world.assessment, world.new, by=world.manager)
    page = open_browser(world.manager.user, locale="en-GB")
    page.goto(address(world, "duties/?recheck=true&rows=all"))

    mark = page.locator(".is-recheck")
    expect(mark).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("y")
    expect(mark).to_be_hidden()
    wait_until_saved(page)
    assert not answer_of(world.assessment, "Conserver").is_to_recheck
    page.keyboard.press("z")
    expect(mark).to_be_visible()
    wait_until_saved(page)
    assert answer_of(world.assessment, "Conserver").is_to_recheck


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_are_accessible_and_narrow_enough(
    world: World, open_browser: OpenBrowser, theme: str
) -> None:
    phone = {"color_scheme": theme, "viewport": {"width": 320, "height": 640}}
    page = open_browser(world.manager.user, **phone)

    faults = _faults(page, address(world, "upgrade/"))
    made = move(world.assessment, world.new, by=world.manager)
    say(world.assessment, "Déclarer", by=world.manager, coverage="gap", note="À faire.")
    pages = ["upgrades/", "", "duties/?recheck=true&rows=all", "duties/?new=true&rows=all"]
    faults += [fault for each in pages for fault in _faults(page, address(world, each))]
    page.goto(address(world, "upgrades/"))
    page.locator("form.panel-actions button").click()
    faults += _faults(page, address(world, "upgrades/"))

    made.refresh_from_db()
    assert made.reverted_at is not None
    assert faults == []


def _faults(page: Page, url: str) -> list[str]:
    page.goto(url)
    violations = Axe().run(page, options=RULES).response["violations"]
    found = [f"{url}: {v['id']} {v['nodes'][0]['html'][:120]}" for v in violations]
    width = page.evaluate("document.documentElement.scrollWidth")
    return [*found, *([f"{url}: {width} px wide"] if width > 320 else [])]
