"""Waiting for background work, with a script and without one."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings

from accounts.models import User
from jobs.models import Job
from jobs.services import JobCancelled, Watch
from tests.builders import make_member
from tests.jobs.asking import make_claimed
from tests.jobs.handlers import HANDLERS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.jobs.pages"),
]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def reader(settings: Settings, transactional_db: None) -> User:
    """Return somebody who waits, with the handlers of the tests in force."""
    settings.JOB_HANDLERS = HANDLERS
    # The first request reads every view and template: that is not what a browser waits for here.
    Client().get("/account/login/")
    return make_member().user


def test_a_page_follows_the_work_and_goes_where_it_leads(
    reader: User, open_browser: OpenBrowser
) -> None:
    job = make_claimed()
    page = open_browser(reader, locale="en-GB")
    page.goto(f"/far/{job.key}/")
    expect(page.get_by_role("progressbar", name="Lire plan.xlsx")).to_be_visible()

    Watch(job).progress(12, 300)
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "12")
    expect(page.locator("[data-progress-text]")).to_have_text("12 of 300")
    found = Axe().run(page).response["violations"]
    Watch(job).end(Job.State.DONE, {})

    expect(page.get_by_role("heading", name="Arrivé")).to_be_visible()
    assert not found


def test_a_page_of_work_that_failed_says_so_and_stays(
    reader: User, open_browser: OpenBrowser
) -> None:
    job = make_claimed()
    page = open_browser(reader, locale="en-GB")
    page.goto(f"/far/{job.key}/")

    Watch(job).end(Job.State.FAILED, {"code": "broken", "reference": "0123456789abcdef"})

    expect(page.get_by_role("status").filter(has_text="0123456789abcdef")).to_have_count(1)
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()


def test_without_a_script_the_page_is_looked_at_again_and_cancelled(
    reader: User, open_browser: OpenBrowser
) -> None:
    job = make_claimed()
    page = open_browser(reader, locale="en-GB", java_script_enabled=False)
    page.goto(f"/far/{job.key}/")
    Watch(job).progress(100, 300)

    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("100 of 300")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()

    expect(page.get_by_text("Stopping")).to_be_visible()
    with pytest.raises(JobCancelled):
        Watch(job).progress(101, 300)
    assert Job.objects.get(pk=job.pk).cancel_requested_at is not None
