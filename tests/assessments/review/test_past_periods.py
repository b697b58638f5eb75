"""A period that is over stands aside once the next has begun: duties are not counted twice."""

from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from accounts.rights import Role
from assessments.filters.asked import assessment_choices
from assessments.models import Assessment
from assessments.services.signing import start_next_period
from assessments.services.starting import Terms
from tests.assessments.review.signing import make_accepted, sign
from tests.assessments.review.team import ReviewTeam
from tests.assessments.workbooks import opened
from tests.builders import NOW, make_reader

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TERMS = Terms("as before", date(2027, 1, 1), date(2027, 12, 31))


def make_two_periods() -> tuple[ReviewTeam, Assessment]:
    """Make a signed assessment with one gap, and the next period of it."""
    team = make_accepted()
    sign(team)
    team.assessment.refresh_from_db()
    later = start_next_period(source=team.assessment, terms=TERMS, by=team.manager, at=NOW)
    return team, later


def test_only_the_period_in_course_is_listed_and_counted(client: Client) -> None:
    team, later = make_two_periods()
    client.force_login(team.manager.user)
    path = f"/o/{later.organisation.slug}/assessments/"

    page, every = (client.get(path + asked, headers=ENGLISH) for asked in ("", "?periods=all"))

    assert [line.assessment.pk for line in page.context["listing"].lines] == [later.pk]
    assert "1 period that is over is not counted." in page.content.decode()
    assert len(every.context["listing"].lines) == 2
    assert "1 of them is a period that is over" in every.content.decode()


def test_the_twin_lists_what_the_page_lists(client: Client) -> None:
    team, later = make_two_periods()
    client.force_login(team.manager.user)
    path = f"/o/{later.organisation.slug}/assessments.xlsx"

    number = [
        len(list(opened(client.get(path + query).content).worksheets[0].values))
        for query in ("", "?periods=all")
    ]

    assert number[1] - number[0] == 1


def test_an_auditor_of_the_first_period_alone_still_sees_it(client: Client) -> None:
    team, _later = make_two_periods()
    auditor = make_reader(Role.AUDITOR, team.assessment)

    seen = Assessment.objects.visible_to(auditor.user).in_course()

    assert list(seen) == [team.assessment]


def test_a_gap_is_listed_once_and_the_past_one_where_its_assessment_is_asked_for(
    client: Client,
) -> None:
    team, later = make_two_periods()
    client.force_login(team.manager.user)
    path = f"/o/{later.organisation.slug}/gaps/"

    listed = {
        asked: [row.record.assessment_id for row in client.get(path + asked).context["table"].rows]
        for asked in ("", f"?assessment={team.assessment.pk}")
    }

    assert [*listed.values()] == [[later.pk], [team.assessment.pk]]


def test_periods_of_one_scope_are_told_apart_by_their_last_day() -> None:
    team, _later = make_two_periods()
    Assessment.objects.filter(pk=team.assessment.pk).update(
        starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)
    )

    with translation.override("en"):
        names = [name for _pk, name in assessment_choices(team.manager)]

    assert [name.rpartition(" · ")[2] for name in names] == ["Dec. 31, 2026", "Dec. 31, 2027"]


def test_a_period_that_is_over_stays_until_the_next_begins() -> None:
    team = make_accepted()
    sign(team)

    assert list(Assessment.objects.in_course()) == [team.assessment]
