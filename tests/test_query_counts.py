"""No page asks the database more when there is more to show. Pages come from the resolver."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_page,
    make_team,
)
from tests.routes import our_routes, url_of

pytestmark = pytest.mark.django_db

EARLIER = date(2026, 1, 31)


def counts(reader: Membership, ids: dict[str, Any]) -> dict[str, int]:
    """Return how many queries each page needs; a route that only takes POST answers 405."""
    client, found = Client(), {}
    client.force_login(reader.user)
    client.get(url_of("accounts:profile", ids))  # the first page of a session has more to do
    for name in our_routes():
        url = url_of(name, ids)
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url, headers={"accept-language": "en"})
        if response.status_code in {200, 302}:
            found[name] = len(queries)
    return found


def ids_of(assessment: Assessment) -> dict[str, Any]:
    """Return what a URL can name."""
    answer = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    return {
        "slug": assessment.organisation.slug,
        "assessment_id": assessment.pk,
        "edition_id": assessment.edition_id,
        "key": answer.key,
        "section_id": answer.activity.section_id,
    }


def make_answered(by: Membership, activities: int) -> Assessment:
    """Start an assessment in which every row is answered, owned, noted and late."""
    edition = make_edition(make_page(activities))
    make_labels(edition)
    assessment = make_assessment(by, edition=edition)
    team = make_team(by)
    values = [
        AnswerValues(coverage="gap", note="n", owner_membership_id=by.pk, due_on=EARLIER),
        AnswerValues(coverage="not_applicable", reason="r", owner_team_id=team.pk),
        AnswerValues(coverage="covered", internal_note="i"),
    ]
    changes = [values[number % len(values)] for number in range(activities)]
    make_answers(assessment, *changes, by=by)
    return assessment


def test_every_page_asks_as_often_for_300_activities_as_for_1() -> None:
    reader = make_member(Role.MANAGER)
    small, large = make_answered(reader, 3), make_answered(reader, 300)

    few, many = counts(reader, ids_of(small)), counts(reader, ids_of(large))

    assert many == few
    assert len(few) >= 12


def test_every_page_asks_as_often_for_50_assessments_and_members_as_for_1() -> None:
    reader = make_member(Role.MANAGER)
    assessment = make_answered(reader, 3)
    ids = ids_of(assessment)
    few = counts(reader, ids)

    for _ in range(50):
        make_member(Role.CONTRIBUTOR, organisation=reader.organisation)
        make_assessment(reader, edition=assessment.edition)
    make_team(organisation=reader.organisation)

    assert counts(reader, ids) == few
