"""What is said of a workbook that came back: to everybody, and on every screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from tests.assessments.verifying.files import make_exported, text_xml, with_cell
from tests.browser.seed import Seed, make_seed
from tests.browser.test_every_page import NARROWEST, RULES, OpenBrowser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.thorough]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


def verify(page: Page, seed: Seed, content: bytes) -> None:
    """Send a workbook from the page that asks for it."""
    page.goto(f"/o/{seed.organisation.slug}/verify/")
    file: FilePayload = {"name": "book.xlsx", "mimeType": "application/zip", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button").click()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_differs_is_accessible_and_fits_a_narrow_phone(
    seed: Seed, open_browser: OpenBrowser, theme: str
) -> None:
    content = make_exported(seed.assessment, by=seed.manager).content
    for address in ("A1", "C2", "C3"):
        content = with_cell(content, "Duties", address, text_xml("x" * 400))
    phone = {"width": NARROWEST, "height": 640}
    page = open_browser(seed.manager.user, viewport=phone, color_scheme=theme, locale="en-GB")

    verify(page, seed, content)

    expect(page.locator(".changed-cells tbody tr")).to_have_count(3)
    expect(page.get_by_text("C3", exact=True)).to_be_visible()
    assert Axe().run(page, options=RULES).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST
