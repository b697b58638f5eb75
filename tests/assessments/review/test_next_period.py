"""The next period, and saying again what is still true."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from assessments.models import Assessment, GapPlan, Review
from assessments.services.signing import NotSigned, start_next_period
from assessments.services.starting import PeriodReversed, Terms
from audit.models import Event
from tests.assessments.review.signing import make_accepted, sign
from tests.assessments.review.team import COVERED, GAP, ReviewTeam
from tests.builders import NOW

pytestmark = pytest.mark.django_db
TERMS = Terms("", date(2027, 3, 1), date(2027, 8, 31))
LATER = NOW + timedelta(days=90)


def make_next(team: ReviewTeam) -> ReviewTeam:
    """Sign, and start the next period with the same people."""
    sign(team)
    team.assessment.refresh_from_db()
    started = start_next_period(source=team.assessment, terms=TERMS, by=team.manager, at=LATER)
    return ReviewTeam(started, team.contributor, team.manager)


def test_the_next_period_has_the_answers_and_no_review() -> None:
    team = make_accepted()

    following = make_next(team)

    first, second, third = following.rows
    following.assessment.refresh_from_db()
    assert following.assessment.copied_from == team.assessment
    assert following.assessment.scope == team.assessment.scope
    assert [row.review for row in following.rows] == [Review.NONE] * 3
    assert [row.is_as_confirmed for row in (first, second, third)] == [True, True, False]
    assert first.answered_by == team.contributor
    assert second.gap_since == NOW.date()


def test_the_plan_of_a_gap_comes_along() -> None:
    team = make_accepted()
    GapPlan.objects.create(
        organisation=team.manager.organisation, answer=team.rows[1], action="Hire", revision=4
    )

    following = make_next(team)

    plan = GapPlan.objects.get(answer=following.rows[1])
    assert (plan.action, plan.revision) == ("Hire", 1)
    assert GapPlan.objects.get(answer=team.rows[1]).revision == 4


def test_it_starts_from_a_signed_period_only() -> None:
    team = make_accepted()

    with pytest.raises(NotSigned):
        start_next_period(source=team.assessment, terms=TERMS, by=team.manager, at=LATER)


def test_a_period_that_ends_before_it_starts_starts_nothing() -> None:
    team = make_accepted()
    sign(team)
    team.assessment.refresh_from_db()
    backwards = Terms("", TERMS.ends_on, TERMS.starts_on)

    with pytest.raises(PeriodReversed):
        start_next_period(source=team.assessment, terms=backwards, by=team.manager, at=LATER)

    assert Assessment.objects.count() == 1


def send(client: Client, team: ReviewTeam, path: str, **data: str) -> Any:
    """Send a form as the manager, and follow it."""
    client.force_login(team.manager.user)
    url = f"/o/{team.assessment.organisation.slug}/assessments/{team.assessment.pk}/{path}"
    return client.post(url, data, headers={"accept-language": "en"}, follow=True)


def test_all_that_did_not_change_is_said_again_by_one_button(client: Client) -> None:
    following = make_next(make_accepted())
    following.answer(GAP)
    seen = " ".join(f"{row.key}:{row.revision}" for row in following.rows)
    page = client_page(client, following)

    html = send(
        client, following, "review/submit/", which="still-true", **{"section-0": seen}
    ).content.decode()

    assert 'All unchanged: still true <span class="count">1</span>' in page
    assert "1 row submitted." in html
    assert [row.review for row in following.rows] == ["none", "submitted", "none"]
    assert Event.objects.filter(verb="answer-reattested").count() == 1
    assert 'Accept all unchanged <span class="count">1</span>' in html


def client_page(client: Client, team: ReviewTeam) -> str:
    """Return the review as the manager sees it."""
    client.force_login(team.manager.user)
    url = f"/o/{team.assessment.organisation.slug}/assessments/{team.assessment.pk}/review/"
    return client.get(url, headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize(
    ("is_signed", "days", "status"),
    [
        pytest.param(True, ("2027-03-01", "2027-08-31"), 200, id="signed"),
        pytest.param(False, ("2027-03-01", "2027-08-31"), 409, id="not signed"),
        pytest.param(True, ("2027-08-31", "2027-03-01"), 422, id="backwards"),
        pytest.param(True, ("soon", "2027-03-01"), 422, id="not a date"),
    ],
)
def test_it_is_started_from_its_form(
    client: Client, is_signed: bool, days: tuple[str, str], status: int
) -> None:
    team = make_accepted()
    if is_signed:
        sign(team)

    response = send(client, team, "next-period/start/", starts_on=days[0], ends_on=days[1])

    assert response.status_code == status
    assert Assessment.objects.count() == 1 + (status == 200)


def test_the_form_offers_the_days_after(client: Client) -> None:
    team = make_accepted()
    team.answer(COVERED)
    client.force_login(team.manager.user)
    slug, pk = team.assessment.organisation.slug, team.assessment.pk
    url = f"/o/{slug}/assessments/{pk}/next-period/"
    before = client.get(url, headers={"accept-language": "en"}).content.decode()
    sign(team)

    after = client.get(url, headers={"accept-language": "en"}).content.decode()

    assert "This period is not signed yet" in before
    assert 'value="2027-03-01"' in after
