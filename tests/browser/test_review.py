"""The review: three clicks and a password to a signed assessment, and one key a row."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from assessments.models import Answer, Assessment, SignOff
from assessments.services.answering import AnswerValues
from assessments.services.reviewing import Seen, submit_rows
from tests.browser.seed import Seed, make_seed
from tests.builders import NOW, PASSWORD, make_answers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OpenBrowser = Callable[..., Page]


@pytest.fixture
def seed(transactional_db: None) -> Seed:
    """Return an assessment whose four answers are submitted, and a manager with a password."""
    seed = make_seed()
    make_answers(seed.assessment, *[AnswerValues(coverage="covered")] * 4, by=seed.contributor)
    rows = Answer.objects.of_assessment(seed.assessment).exclude(coverage="unanswered")
    seen = [Seen(row.key, row.revision) for row in rows]
    submit_rows(assessment_id=seed.assessment.pk, rows=seen, by=seed.contributor, at=NOW)
    user = seed.manager.user
    user.set_password(PASSWORD)
    user.save(update_fields=["password"])
    return seed


@pytest.mark.parametrize(
    "has_script",
    [
        pytest.param(True, id="with script"),
        pytest.param(False, id="without script", marks=pytest.mark.thorough),
    ],
)
def test_accepted_and_signed_in_three_clicks_and_a_password(
    seed: Seed, open_browser: OpenBrowser, has_script: bool
) -> None:
    page = open_browser(seed.manager.user, java_script_enabled=has_script)
    page.goto(f"/o/{seed.organisation.slug}/assessments/{seed.assessment.pk}/")

    page.locator("a[href$='/review/']").click()
    page.locator("button[value='all'][form='waiting']").click()
    page.locator("a[href$='/review/sign/']").click()
    page.locator("[name='password']").fill(PASSWORD)
    page.locator("[name='password']").press("Enter")

    page.wait_for_url("**/sign-offs/*/")
    assert Assessment.objects.get().state == "signed"
    assert SignOff.objects.get().limits.get("not_reviewed") is None


def test_rows_are_accepted_ticked_and_sent_back_by_their_keys(
    seed: Seed, open_browser: OpenBrowser
) -> None:
    page = open_browser(seed.manager.user)
    page.goto(f"/o/{seed.organisation.slug}/assessments/{seed.assessment.pk}/review/")
    rows = page.locator("#waiting .review-row")

    page.keyboard.press("y")  # no row has the focus yet
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("y")
    expect(rows).to_have_count(3)
    expect(rows.first).to_be_focused()
    page.keyboard.press("r")
    page.keyboard.type("Join the minutes")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for key in ("x", "j", "x"):
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press("y")

    expect(rows).to_have_count(0)
    answers = Answer.objects.of_assessment(seed.assessment).exclude(coverage="unanswered")
    found = answers.in_printed_order().values_list("review", "review_reason")
    assert list(found) == [
        ("accepted", ""),
        ("sent_back", "Join the minutes"),
        ("accepted", ""),
        ("accepted", ""),
    ]
