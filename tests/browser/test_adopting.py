"""A team's own tracker becomes answers: seen by everybody, and without JavaScript too."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload, Page, expect

from assessments.models import Answer
from tests.assessments.trackers.reading import text_of
from tests.browser.seed import Seed, make_seed
from tests.browser.test_every_page import NARROWEST, RULES, OpenBrowser

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.thorough]

TRACKER = text_of(
    ["Chapitre", "Activité", "Avancement", "Pilote", "Remarques"],
    ["2.3", "Installer l'OS", "Fait", "Karim", "Debian 12"],
    ["", "Réaliser les backup", "mystère", "le stagiaire", "chaque nuit"],
    ["", "Les données sont chiffrées sur l'espace de stockage", "ok", "", ""],
    ["", "Commander des croissants", "ko", "", ""],
    sign=";",
)


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an unanswered assessment on the bundled matrix."""
    return make_seed()


def bring(page: Page, seed: Seed) -> None:
    """Bring the tracker from the page that asks for it."""
    page.goto(f"/o/{seed.organisation.slug}/assessments/{seed.assessment.pk}/intakes/new/")
    buffer = TRACKER.encode("cp1252")
    file: FilePayload = {"name": "suivi.csv", "mimeType": "text/csv", "buffer": buffer}
    page.locator("input[type=file]").set_input_files(file)
    page.locator("form[enctype] button.is-primary").click()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_columns_and_rows_are_accessible_and_fit_a_narrow_phone(
    seed: Seed, open_browser: OpenBrowser, theme: str
) -> None:
    phone = {"width": NARROWEST, "height": 640}
    page = open_browser(seed.manager.user, viewport=phone, color_scheme=theme, locale="en-GB")
    bring(page, seed)
    found = []

    for title in ("Which column is what", "2 of 4 rows are activities"):
        expect(page.locator("h1")).to_contain_text(title)
        found += Axe().run(page, options=RULES).response["violations"]
        found += [page.evaluate("document.documentElement.scrollWidth")]
        page.locator("main form button.is-primary").click()

    assert found == [NARROWEST, NARROWEST]


def test_a_tracker_is_adopted_without_javascript(seed: Seed, open_browser: OpenBrowser) -> None:
    page = open_browser(seed.manager.user, java_script_enabled=False, locale="en-GB")
    bring(page, seed)

    page.get_by_label("mystère").select_option(label="partial")
    page.locator("main form button.is-primary").click()
    page.get_by_label("Les données sont chiffrées").select_option(index=1)
    page.locator("main form button.is-primary").click()
    page.locator("main form button.is-primary").click()

    expect(page.locator("main")).to_be_visible()
    answered = Answer.objects.exclude(coverage="unanswered").in_printed_order()
    assert [(each.coverage, each.note, each.owner_membership) for each in answered] == [
        ("covered", "Debian 12", seed.contributor),
        ("partial", "chaque nuit", None),
        ("covered", "", None),
    ]
