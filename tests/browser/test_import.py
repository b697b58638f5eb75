"""From a file on disk to a started assessment, as a new user does it, counting the clicks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Membership
from assessments.models import Answer, Assessment
from matrix.models import Edition
from tests.builders import PAGE, make_member

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]

COPIED = """<meta charset="utf-8"><style>td { color: red }</style>
<table class="wide"><tr><th>Activité</th><th>Client</th><th>Hébergeur</th></tr>
<tr><td onclick="x()">Sauvegarder les données</td><td>RA</td><td></td></tr>
<tr><td>Entretenir les bâtiments</td><td></td><td>RA</td></tr></table>"""

# What the browser does when somebody pastes: the clipboard has both, the field takes the text.
PASTE = """(area, html) => {
  const clipboard = new DataTransfer();
  clipboard.setData("text/html", html);
  clipboard.setData("text/plain", "Activité Client Hébergeur");
  const event = new ClipboardEvent("paste", { clipboardData: clipboard, bubbles: true });
  area.dispatchEvent(event);
  area.value = "Activité Client Hébergeur";
}"""


class Hand:
    """A hand that counts: each click, and each field it has to reach for."""

    def __init__(self, page: Page) -> None:
        """Start with a page and no click."""
        self.page, self.clicks = page, 0

    def click(self, selector: str) -> None:
        """Click something that leads to a page."""
        self.clicks += 1
        with self.page.expect_navigation():
            self.page.locator(selector).click()

    def choose(self, selector: str, path: Path) -> None:
        """Choose a file, which is a click on the field."""
        self.clicks += 1
        self.page.set_input_files(selector, path)

    def fill(self, selector: str, text: str) -> None:
        """Click into a field and type."""
        self.clicks += 1
        self.page.locator(selector).fill(text)


@pytest.fixture
def manager(transactional_db: None) -> Membership:
    """Return a manager of an organisation that has nothing yet."""
    return make_member()


def test_a_file_becomes_a_started_assessment_in_fewer_than_ten_clicks(
    manager: Membership, open_browser: OpenBrowser, tmp_path: Path
) -> None:
    path = tmp_path / "coffre.fr.md"
    path.write_text(PAGE.replace("Fournisseur", "Hébergeur"), encoding="utf-8")
    hand = Hand(open_browser(manager.user))
    hand.page.goto(f"/o/{manager.organisation.slug}/matrices/")

    hand.click(f"a[href='/o/{manager.organisation.slug}/matrices/import/']")
    hand.choose("input[type=file]", path)
    hand.click("form[enctype] button.is-primary")
    hand.fill("[name=provider]", "Hébergeur Exemple")
    hand.click("form[action$='/publish/'] button.is-primary")
    hand.click(".page-actions a.is-primary")
    hand.fill("[name=scope]", "Production")
    hand.click("main form button.is-primary")

    assert hand.clicks == 8
    assessment = Assessment.objects.get()
    assert assessment.edition == Edition.objects.get(matrix__service="Essai")
    assert Answer.objects.of_assessment(assessment).count() == 3


def test_a_copied_table_keeps_its_columns_and_loses_its_looks(
    manager: Membership, open_browser: OpenBrowser
) -> None:
    page = open_browser(manager.user)
    page.goto(f"/o/{manager.organisation.slug}/matrices/import/")

    page.locator("textarea").evaluate(PASTE, COPIED)
    page.wait_for_function("document.querySelector('[name=pasted_html]').value")
    sent = page.locator("[name=pasted_html]").input_value()
    said = page.locator("[data-pasted]").inner_text()
    with page.expect_navigation():
        page.locator("form[enctype] button.is-primary").click()

    assert "style" not in sent
    assert "onclick" not in sent
    assert "3" in said
    expect(page.locator("h1")).to_contain_text("2 activités, dont 1 à votre charge")


def test_a_text_that_was_changed_after_pasting_is_what_is_sent(
    manager: Membership, open_browser: OpenBrowser
) -> None:
    page = open_browser(manager.user)
    page.goto(f"/o/{manager.organisation.slug}/matrices/import/")

    page.locator("textarea").evaluate(PASTE, COPIED)
    page.wait_for_function("document.querySelector('[name=pasted_html]').value")
    page.locator("textarea").press_sequentially("x")

    assert page.locator("[name=pasted_html]").input_value() == ""
