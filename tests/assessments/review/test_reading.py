"""What one row says of its review."""

from dataclasses import replace
from uuid import uuid4

import pytest
from django.utils import timezone

from assessments.selectors.reviewing import review_of, review_page
from matrix.selectors import printed_edition
from tests.assessments.review.team import COVERED, make_team

pytestmark = pytest.mark.django_db


def test_a_row_alone_says_of_its_review_what_the_page_of_all_says() -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)
    team.submit(row)
    page = review_page(
        team.assessment,
        printed=printed_edition(team.assessment.edition, language="fr"),
        reader=team.manager,
        on=timezone.localdate(),
    )
    (listed,) = (each for each in page.rows if each.duty.key == row.key)

    alone = review_of(listed.duty, reader=team.manager)

    assert alone == listed
    assert alone.review == "submitted"


def test_a_row_that_is_gone_says_nothing_of_its_review() -> None:
    team = make_team()
    page = review_page(
        team.assessment,
        printed=printed_edition(team.assessment.edition, language="fr"),
        reader=team.manager,
        on=timezone.localdate(),
    )

    assert review_of(replace(page.rows[0].duty, key=uuid4()), reader=team.manager) is None
