"""A share link from one browser to another: made, opened with its password, revoked."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assessments.services.answering import AnswerValues
from tests.browser.seed import make_seed
from tests.builders import make_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "seventeen letters"


@pytest.mark.thorough
def test_an_auditor_opens_a_link_takes_the_workbook_and_finds_nothing_once_it_is_revoked(
    transactional_db: None, open_browser: Callable[..., Page]
) -> None:
    seed = make_seed()
    gap = AnswerValues(coverage="gap", note="Rien n’est fait.")
    make_answers(seed.assessment, gap, by=seed.manager)
    manager = open_browser(seed.manager.user, locale="en-GB")
    auditor = open_browser(None, locale="en-GB")
    links = seed.grid.replace("/duties/", "/sharing/links/")

    manager.goto(f"{links}new/?coverage=gap")
    manager.get_by_label("For whom").fill("Cabinet Lenoir")
    manager.get_by_label("Password").fill(PASSWORD)
    manager.get_by_role("button", name="Make the link").click()
    manager.get_by_role("button", name="Copy").click()
    expect(manager.locator("#live")).to_have_text("Copied")
    address = manager.get_by_label("Address").input_value()
    # Where the installation says it is; the tests serve it elsewhere.
    path = address[address.index("/shared/") :]
    auditor.goto(path)
    auditor.get_by_label("Password of the link").fill(PASSWORD)
    auditor.get_by_role("button", name="Open").click()
    expect(auditor.get_by_text("This link shows 1 of 36 rows")).to_be_visible()
    expect(auditor.get_by_text("Rien n’est fait.")).to_be_visible()
    taken = _download(auditor)
    manager.goto(links)
    manager.get_by_role("button", name="Revoke").click()
    auditor.goto(path)

    assert taken.suggested_filename.endswith(".xlsx")
    expect(auditor.get_by_role("heading", name="This link opens nothing")).to_be_visible()


def _download(page: Page) -> Any:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Workbook .xlsx").click()
    return waiting.value
