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
from assessments.views.lists import PER_PAGE
from matrix.models import MatrixImport
from tests.builders import (
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_page,
    make_team,
)
from tests.matrix.importing.imports import make_written
from tests.rights_table import TABLE
from tests.routes import url_of

pytestmark = pytest.mark.django_db

EARLIER = date(2026, 1, 31)
ROWS = 40
ASSESSMENTS = PER_PAGE + 1  # so that the list is cut in pages

# Asked besides the page without a filter.
FILTERED = {
    "assessments:duties": "coverage=gap&late=true&q=registre",
    "assessments:duties_xlsx": "coverage=gap&late=true&q=registre",
    "assessments:workbook": "coverage=gap&late=true&q=registre",
    "matrix:edition": "text=registre&party1=R",
    "matrix:edition_xlsx": "text=registre&party1=R",
    "matrix:organisation_edition": "text=registre&party1=R",
    "matrix:organisation_edition_xlsx": "text=registre&party1=R",
}
# Pages that are read, and what is read but made by POST, because it is put on record.
POSTED = {"assessments:workbook"}
READ = {name for name, line in TABLE.items() if line.verb == "get"} | POSTED
# The two pages that are opened most, session and labels included.
AT_MOST = {"assessments:duties": 22, "assessments:dashboard": 24}


def counts(
    reader: Membership, ids: dict[str, Any], *asked: tuple[str, str]
) -> dict[tuple[str, str], int]:
    """Return how many queries each page needs, by route and query string.

    All pages without a query string are asked for, and those `asked`. What is not there for
    these ids is left out.
    """
    client, found = Client(), {}
    client.force_login(reader.user)
    client.get(url_of("accounts:profile", ids))  # the first page of a session has more to do
    for name, query in [*((name, "") for name in sorted(READ)), *asked]:
        ask = client.post if name in POSTED else client.get
        with CaptureQueriesContext(connection) as queries:
            response = ask(f"{url_of(name, ids)}?{query}", headers={"accept-language": "en"})
        if response.status_code in {200, 302}:
            found[name, query] = len(queries)
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
        "upgrade_id": 1,
        "option_id": 1,
        "import_key": MatrixImport.objects.get(name=f"for {assessment.pk}").key,
    }


def make_answered(by: Membership, activities: int, *owners: Membership) -> Assessment:
    """Start an assessment in which every row is answered, owned, noted and late."""
    edition = make_edition(make_page(activities))
    make_labels(edition)
    assessment = make_assessment(by, edition=edition)
    team = make_team(by)
    values = [
        AnswerValues(coverage="gap", note="n", owner_membership_id=owner.pk, due_on=EARLIER)
        for owner in owners
    ] + [
        AnswerValues(coverage="not_applicable", reason="r", owner_team_id=team.pk),
        AnswerValues(coverage="covered", internal_note="i"),
    ]
    changes = [values[number % len(values)] for number in range(activities)]
    make_answers(assessment, *changes, by=by)
    make_written(by, name=f"for {assessment.pk}", rows=activities)
    return assessment


def test_every_page_asks_as_often_for_many_activities_and_owners_as_for_few() -> None:
    reader = make_member(Role.MANAGER)
    owners = [make_member(organisation=reader.organisation) for _ in range(9)]
    small, large = make_answered(reader, 3, reader), make_answered(reader, ROWS, *owners)

    few, many = (counts(reader, ids_of(each), *FILTERED.items()) for each in (small, large))

    assert many == few
    assert many.keys() >= {*FILTERED.items()}
    assert {name: many[name, ""] for name in AT_MOST if many[name, ""] > AT_MOST[name]} == {}


def test_every_page_asks_as_often_for_many_assessments_members_and_matrices_as_for_few() -> None:
    reader = make_member(Role.MANAGER)
    assessment = make_answered(reader, 3, reader)
    ids = ids_of(assessment)
    few = counts(reader, ids)

    for _ in range(ASSESSMENTS):
        owner = make_member(Role.CONTRIBUTOR, organisation=reader.organisation)
        late = make_assessment(reader, edition=assessment.edition)
        gap = AnswerValues(coverage="gap", due_on=EARLIER, owner_membership_id=owner.pk)
        make_answers(late, gap, by=reader)
    for _ in range(10):
        make_labels(make_edition())
    make_team(organisation=reader.organisation)

    assert counts(reader, ids) == few
