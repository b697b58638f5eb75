"""The page of background work follows what runs, and runs again what failed."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import Membership
from accounts.rights import Role
from jobs.models import Job
from jobs.services import Watch, claim
from tests.browser.seed import Seed, make_seed
from tests.builders import NOW, make_member
from tests.builders.made import make_asked_file

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.thorough,
]

OpenBrowser = Callable[..., Page]
NARROWEST = 320


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an organisation with an assessment."""
    return make_seed()


def _claimed(by: Membership, seed: Seed) -> Job:
    make_asked_file(seed.assessment, by=by)
    job = claim(at=NOW)
    assert job is not None
    return job


def test_a_line_follows_the_work_and_offers_to_run_again_what_failed(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    manager = make_member(Role.MANAGER, organisation=seed.organisation)
    job = _claimed(manager, seed)
    phone = {"width": NARROWEST, "height": 640}
    page = open_browser(manager.user, locale="en-GB", viewport=phone)
    page.goto(f"/o/{seed.organisation.slug}/background/")
    line = page.locator(f'[data-progress*="{job.key}"]')
    expect(line.get_by_role("button", name="Cancel")).to_be_visible()

    Watch(job).progress(12, 300)
    expect(line.locator("[data-progress-text]")).to_have_text("12 of 300")
    found = Axe().run(page).response["violations"]
    Watch(job).end(Job.State.FAILED, {"code": "broken", "reference": "f00d"})
    expect(page.get_by_text("It failed. Reference: f00d")).to_be_visible()
    width = page.evaluate("document.documentElement.scrollWidth")
    page.get_by_role("button", name="Run again").click()

    expect(page.get_by_role("heading", name="The workbook is being made")).to_be_visible()
    assert Job.objects.queued().get().made_by_id == manager.pk
    assert found == []
    assert width <= NARROWEST
