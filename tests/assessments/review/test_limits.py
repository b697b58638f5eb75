"""What limits a sign-off."""

import pytest
from django.utils import translation

from assessments.models import Answer
from assessments.selectors.signing.limits import limits_of
from assessments.selectors.signing.reading import limits_in_words
from assessments.services.answering import AnswerValues
from tests.assessments.review.team import COVERED, GAP, ReviewTeam, make_team
from tests.builders import NOW, make_option

pytestmark = pytest.mark.django_db


def limits(team: ReviewTeam) -> dict[str, int]:
    """Return what limits a sign-off of the team's assessment now."""
    organisation = team.assessment.organisation
    organisation.refresh_from_db()
    return limits_of(team.assessment, organisation=organisation, on=NOW.date())


def test_an_assessment_without_anything_has_its_limits() -> None:
    team = make_team()

    found = limits(team)

    assert found == {"unanswered": 3, "four_eyes_off": 1}


def test_limits_count_gaps_reviews_and_rows_that_are_off() -> None:
    team = make_team(has_four_eyes=True)
    team.answer(COVERED, GAP, AnswerValues(coverage="partial"))
    team.submit(team.rows[1])
    team.accept(team.rows[1])
    Answer.objects.filter(pk=team.rows[0].pk).update(is_to_recheck=True)
    make_option(team.assessment, by=team.manager)
    Answer.objects.filter(pk=team.rows[2].pk).update(is_switched_off=True)

    found = limits(team)

    assert found == {"gaps_open": 1, "not_reviewed": 1, "to_recheck": 1, "switched_off": 1}


def test_an_acceptance_of_ones_own_work_is_a_limit() -> None:
    team = make_team()
    team.answer(COVERED, by=team.manager)
    team.submit(by=team.manager)
    team.accept()

    found = limits(team)

    assert found["accepted_alone"] == 1


def test_limits_are_said_in_words_and_an_unknown_one_by_its_code() -> None:
    with translation.override("en"):
        found = limits_in_words({"four_eyes_off": 1, "unanswered": 2, "of_tomorrow": 3})

    assert found == ("2 rows are unanswered", "Four eyes are off", "of_tomorrow: 3")
