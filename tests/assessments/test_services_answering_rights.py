"""Recording answers: whose rows are whose to write."""

from datetime import date
from typing import Any

import pytest

from accounts.models import Organisation
from accounts.rights import Role
from assessments.models import Answer
from assessments.services.answering import AnswerValues
from tests.assessments.test_services_answering import answers, events, record
from tests.builders import make_assessment, make_member, make_team

pytestmark = pytest.mark.django_db


def give(row: Answer, **owner: Any) -> None:
    """Give a row to somebody, as it was before the test."""
    Answer.objects.filter(pk=row.pk).update(**owner)


def test_a_contributor_writes_own_rows_the_teams_and_those_of_nobody() -> None:
    manager = make_member()
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    team = make_team(contributor)
    assessment = make_assessment(manager)
    own, teams, nobodys = answers(assessment)
    give(own, owner_membership=contributor)
    give(teams, owner_team=team)

    recorded = record(assessment, contributor, {"coverage": "covered"}, own, teams, nobodys)

    assert set(recorded.saved) == {own.key, teams.key, nobodys.key}


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"coverage": "covered"}, id="answer"),
        pytest.param({"due_on": date(2027, 1, 1)}, id="date"),
        pytest.param({"coverage": "gap", "owner_membership_id": None}, id="both"),
    ],
)
def test_a_contributor_is_refused_on_the_rows_of_others(values: AnswerValues) -> None:
    manager = make_member()
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    others = make_team(manager)
    assessment = make_assessment(manager)
    persons, teams, _ = answers(assessment)
    give(persons, owner_membership=manager)
    give(teams, owner_team=others)

    recorded = record(assessment, contributor, values, persons, teams)

    assert recorded.refused == (persons.key, teams.key)
    assert recorded.saved == {}


def test_by_setting_a_contributor_writes_any_row() -> None:
    manager = make_member()
    organisation = manager.organisation
    Organisation.objects.filter(pk=organisation.pk).update(contributors_answer_any=True)
    contributor = make_member(Role.CONTRIBUTOR, organisation=organisation)
    contributor.organisation.refresh_from_db()
    assessment = make_assessment(manager)
    row = answers(assessment)[0]
    give(row, owner_membership=manager)

    recorded = record(assessment, contributor, {"coverage": "covered"}, row)

    assert recorded.saved == {row.key: 2}


@pytest.mark.asvs("8.3.1")
@pytest.mark.parametrize("role", [Role.VIEWER, Role.AUDITOR])
def test_who_only_reads_is_refused_every_row(role: Role) -> None:
    manager = make_member()
    reader = make_member(role, organisation=manager.organisation)
    assessment = make_assessment(manager)
    rows = answers(assessment)

    recorded = record(assessment, reader, {"coverage": "covered"}, *rows)

    assert recorded.refused == tuple(row.key for row in rows)
    assert events(manager.organisation) == []
