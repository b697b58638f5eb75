"""The grid for everybody: axe, narrow windows, keyboard alone."""

from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from assessments.models import Answer
from tests.browser.seed import Seed, make_seed
from tests.builders import make_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an assessment with one row of every kind."""
    seed = make_seed()
    make_answers(
        seed.assessment,
        {"coverage": "covered", "note": "Fait"},
        {"coverage": "partial", "owner_membership_id": seed.contributor.pk},
        {"coverage": "gap", "due_on": date(2026, 1, 31), "internal_note": "Entre nous"},
        {"coverage": "not_applicable", "reason": "Rien de tel", "until": date(2027, 1, 31)},
        {"owner_membership_id": seed.manager.pk},
        by=seed.manager,
    )
    return seed


@pytest.mark.parametrize(
    "theme", [pytest.param("light", id="light"), pytest.param("dark", id="dark")]
)
@pytest.mark.parametrize(
    "locale", [pytest.param("fr-FR", id="fr"), pytest.param("en-GB", id="en")]
)
def test_axe_finds_nothing_on_grid_and_duty(
    seed: Seed, open_browser: OpenBrowser, theme: str, locale: str
) -> None:
    page = open_browser(seed.contributor.user, color_scheme=theme, locale=locale)
    found = []

    page.goto(seed.grid)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("4")
    found.append(_violations(page))
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    found.append(_violations(page))
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    found.append(_violations(page))
    key = Answer.objects.of_assessment(seed.assessment).in_printed_order()[2].key
    page.goto(f"{seed.grid}{key}/")
    found.append(_violations(page))

    assert found == ["", "", "", ""]


@pytest.mark.parametrize("width", [pytest.param(320, id="320"), pytest.param(768, id="768")])
def test_nothing_runs_over_the_side_of_a_narrow_window(
    seed: Seed, open_browser: OpenBrowser, width: int
) -> None:
    page = open_browser(seed.contributor.user, viewport={"width": width, "height": 800})

    page.goto(seed.grid)

    wide: int = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width


def test_fingers_find_targets_of_44_px(seed: Seed, open_browser: OpenBrowser) -> None:
    page = open_browser(
        seed.contributor.user,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
    )

    page.goto(seed.grid)

    boxes = [each.bounding_box() for each in page.locator("tr.duty .segment").all()[:8]]
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)


def _violations(page: Page) -> str:
    results = Axe().run(page)
    return "\n".join(
        f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}"
        for each in results.response["violations"]
    )
