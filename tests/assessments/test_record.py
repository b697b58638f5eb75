"""POST answers/: what the grid's script sends."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from tests.assessments.answering import address, coverages_of, rows_of, send
from tests.builders import (
    make_assessment,
    make_edition,
    make_member,
    make_page,
    make_team,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_tick_is_saved_and_answered_with_the_new_counts(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]

    told = send(client, assessment, [row], coverage="covered")

    body = told.json()
    row.refresh_from_db()
    assert told.status_code == 200
    assert row.coverage == "covered"
    assert body["saved"] == {str(row.key): 2}
    assert body["counts"]["lead"].startswith("1")
    section = body["counts"]["sections"][str(row.activity.section_id)]
    assert section["ratio"] == "1/2"
    assert "box is-covered" in section["comb"]


def test_one_tick_takes_at_most_ten_queries(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    first, second, _third = rows_of(assessment)
    send(client, assessment, [first], coverage="covered")

    with CaptureQueriesContext(connection) as queries:
        told = send(client, assessment, [second], coverage="gap")

    assert told.status_code == 200
    assert len(_counted(queries)) <= 10


def test_fifty_rows_in_bulk_take_at_most_twenty_queries(client: Client) -> None:
    assessment = make_assessment(edition=make_edition(make_page(50)))
    member = make_member(Role.MANAGER, organisation=assessment.organisation)
    client.force_login(member.user)
    rows = rows_of(assessment)

    with CaptureQueriesContext(connection) as queries:
        told = send(client, assessment, rows, coverage="covered", owner=f"member-{member.pk}")

    assert len(told.json()["saved"]) == 50
    assert len(_counted(queries)) <= 20


def test_a_stale_row_is_not_saved_and_both_values_are_told(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    send(client, assessment, [row], coverage="partial")

    told = send(client, assessment, [row], coverage="gap")

    (stale,) = told.json()["stale"]
    row.refresh_from_db()
    assert told.status_code == 409
    assert row.coverage == "partial"
    assert stale["stored"]["coverage"] == "partial"
    assert str(contributor) in stale["says"]
    assert stale["differences"][0]["name"] == "coverage"


def test_a_bulk_change_with_a_stale_row_saves_the_others(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    first, second, third = rows_of(assessment)
    send(client, assessment, [second], coverage="partial")

    told = send(client, assessment, [first, second, third], coverage="gap")

    assert told.status_code == 409
    assert set(told.json()["saved"]) == {str(first.key), str(third.key)}
    assert coverages_of(assessment) == ["gap", "partial", "gap"]


def test_the_same_value_sent_twice_leaves_nothing_to_decide(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    send(client, assessment, [row], coverage="gap")

    told = send(client, assessment, [row], coverage="gap")

    (stale,) = told.json()["stale"]
    assert stale["differences"] == []
    assert stale["revision"] == 2


def test_every_field_of_a_row_can_be_set(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    team = make_team(contributor)

    told = send(
        client,
        assessment,
        [row],
        coverage="not_applicable",
        reason="Rien de tel ici",
        until="2027-01-31",
        note="Une note\r\nsur deux lignes",
        internal_note="Entre nous",
        owner=f"team-{team.pk}",
        due_on="2026-12-12",
    )

    row.refresh_from_db()
    assert told.status_code == 200
    assert (row.reason, row.note) == ("Rien de tel ici", "Une note\nsur deux lignes")
    assert (row.owner_team, row.owner_membership) == (team, None)
    assert str(row.due_on) == "2026-12-12"
    assert told.json()["standing"] == {"late": 0, "mine": 1, "messages": 0}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        pytest.param({"coverage": "perhaps"}, "coverage", id="unknown coverage"),
        pytest.param({"note": "a\x00b"}, "note", id="NUL"),
        pytest.param({"note": "x" * 8001}, "note", id="too long"),
        pytest.param({"due_on": "tomorrow"}, "due_on", id="not a date"),
        pytest.param({"owner": "king-1"}, "owner", id="not an owner"),
        pytest.param({"rows": "nonsense"}, "rows", id="not a row"),
        pytest.param({"rows": f"{uuid4()}:{2**70}"}, "rows", id="no such revision"),
        pytest.param({"rows": [f"{uuid4()}:1"] * 501}, "rows", id="too many rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_words(
    client: Client,
    assessment: Assessment,
    contributor: Membership,
    values: dict[str, Any],
    field: str,
) -> None:
    row = rows_of(assessment)[0]
    data = {"rows": [f"{row.key}:1"]} | values

    told = client.post(address(assessment), data)

    assert told.status_code == 422
    assert told.json()["errors"][field]
    assert told.json()["message"]
    assert coverages_of(assessment) == ["unanswered"] * 3


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"coverage": "not_applicable"}, id="no reason"),
        pytest.param({"owner": "member-999999"}, id="no such member"),
    ],
)
def test_what_the_service_refuses_is_told_in_words(
    client: Client, assessment: Assessment, contributor: Membership, values: dict[str, str]
) -> None:
    told = send(client, assessment, rows_of(assessment)[:1], **values)

    assert told.status_code == 422
    assert told.json()["message"]


def test_a_row_of_somebody_else_is_refused_to_a_contributor(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]
    other = make_member(organisation=assessment.organisation)
    Answer.objects.filter(pk=row.pk).update(owner_membership=other)

    told = send(client, assessment, [row], coverage="covered")

    assert told.status_code == 403
    assert told.json()["refused"] == [str(row.key)]
    assert coverages_of(assessment)[0] == "unanswered"


def test_a_row_of_another_organisation_is_not_there(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    foreign = rows_of(make_assessment())[0]

    told = send(client, assessment, [foreign], coverage="covered")

    foreign.refresh_from_db()
    assert told.status_code == 404
    assert foreign.coverage == "unanswered"


@pytest.mark.parametrize(
    "state", [pytest.param("signed", id="signed"), pytest.param("closed", id="closed")]
)
def test_nothing_is_changed_in_an_assessment_that_is_not_active(
    client: Client, assessment: Assessment, contributor: Membership, state: str
) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(state=state)

    told = send(client, assessment, rows_of(assessment)[:1], coverage="covered")

    assert told.status_code == 409
    assert told.json()["message"]


@pytest.mark.parametrize(
    "role", [pytest.param(Role.VIEWER, id="viewer"), pytest.param(Role.AUDITOR, id="auditor")]
)
def test_who_only_reads_may_not_answer(client: Client, assessment: Assessment, role: Role) -> None:
    member = make_member(role, organisation=assessment.organisation)
    client.force_login(member.user)

    told = send(client, assessment, rows_of(assessment)[:1], coverage="covered")

    assert told.status_code == 403


def test_a_stranger_finds_nothing_and_reading_is_the_wrong_verb(
    client: Client, assessment: Assessment
) -> None:
    client.force_login(make_member().user)

    told = send(client, assessment, rows_of(assessment)[:1], coverage="covered")

    assert told.status_code == 404
    assert client.get(address(assessment)).status_code == 405


def test_a_page_that_another_person_opened_records_nothing(
    client: Client, assessment: Assessment, contributor: Membership
) -> None:
    row = rows_of(assessment)[0]

    other = send(client, assessment, [row], coverage="covered", reader=str(make_user().pk))
    own = send(client, assessment, [row], note="Vu", reader=str(contributor.user_id))

    assert (other.status_code, own.status_code) == (401, 200)
    assert other.json()["message"]
    assert coverages_of(assessment)[0] == "unanswered"


def _counted(queries: CaptureQueriesContext) -> list[str]:
    aside = ("SAVEPOINT", "RELEASE", "BEGIN")
    found = [query["sql"] for query in queries.captured_queries]
    return [sql for sql in found if not sql.startswith(aside)]
