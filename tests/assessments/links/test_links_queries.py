"""How often the database is asked does not hang on how much there is."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from assessments.models import Assessment
from assessments.selectors.links.listing import links_of
from assessments.services.answering import AnswerValues
from tests.assessments.links.opening import open_page
from tests.assessments.proofs.proving import make_proof, rows_of
from tests.builders import NOW, make_answers, make_assessment, make_edition, make_page
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


def queries_of(token: str, end: str = "") -> int:
    """Open a page that was opened before, and return how often the database was asked."""
    client = Client()
    open_page(token, end, client)
    with CaptureQueriesContext(connection) as queries:
        answer: Any = open_page(token, end, client)
    assert answer.status_code == 200
    return len(queries)


def make_filled(manager: Membership, activities: int) -> Assessment:
    """Start an assessment in which each row has an owner, a note and a proof."""
    assessment = make_assessment(manager, edition=make_edition(make_page(activities)))
    values = AnswerValues(coverage="gap", note="n", owner_membership_id=manager.pk)
    make_answers(assessment, *[values] * activities, by=manager)
    for row in rows_of(assessment):
        make_proof(row, by=manager)
    return assessment


@pytest.mark.thorough
def test_a_page_of_six_rows_asks_as_often_as_one_of_two(manager: Membership) -> None:
    few, many = (make_filled(manager, activities) for activities in (2, 6))
    tokens = [
        make_share_link(each, by=manager, query="coverage=gap").token for each in (few, many)
    ]

    counted = [queries_of(token) for token in tokens]

    assert counted[0] == counted[1] <= 45


def test_six_links_are_listed_as_two_are(manager: Membership, assessment: Assessment) -> None:
    counted = []
    for links in (2, 4):
        for _ in range(links):
            make_share_link(assessment, by=manager)
        with CaptureQueriesContext(connection) as queries:
            links_of(assessment, at=NOW)
        counted.append(len(queries))

    assert counted == [1, 1]
