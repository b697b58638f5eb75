"""The history of one assessment, for everybody who reads it, and its twin."""

import pytest
from django.test import Client

from accounts.rights import Role
from assessments.services.answering import AnswerValues
from tests.assessments.history.logs import SECRET, Told, make_history, make_told, read, read_rows
from tests.builders import make_answers, make_former_member, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Told:
    """Return an assessment with a history of each kind."""
    told = make_told()
    make_history(told)
    return told


@pytest.mark.parametrize("role", [Role.MANAGER, Role.CONTRIBUTOR, Role.VIEWER])
def test_every_member_reads_it(client: Client, told: Told, role: str) -> None:
    client.force_login(told.member(role).user)

    page = read(client, f"{told.url}/")

    assert "Jeanne Goff answered 3 rows: covered" in page
    assert "Jeanne Goff answered “gap” (was: covered)" in page
    assert "Jeanne Goff made an export" in page
    assert "Jeanne Goff grouped rows under an option" in page
    assert SECRET in page


def test_strangers_and_former_members_find_nothing(client: Client, told: Told) -> None:
    former = make_former_member(organisation=told.manager.organisation)
    answers = []
    for person in (make_member().user, former.user):
        client.force_login(person)
        answers += [client.get(f"{told.url}{end}").status_code for end in ("/", ".xlsx")]

    assert answers == [404] * 4


def test_an_auditor_is_shown_no_internal_note_on_page_twin_and_row(
    client: Client, told: Told
) -> None:
    client.force_login(told.member(Role.AUDITOR).user)
    row = f"{told.organisation}assessments/{told.assessment.pk}/duties/{told.key}/"

    pages = [read(client, url) for url in (f"{told.url}/", f"{told.url}/?row={told.key}", row)]
    rows = read_rows(client, f"{told.url}.xlsx")

    assert all("answered “gap” (was: covered)" in page for page in pages)
    assert not [page for page in pages if SECRET in page or "nternal note" in page]
    assert SECRET not in repr(rows)
    assert "nternal note" not in repr(rows)
    assert "No." not in rows[0]
    assert len(rows) == 8


def test_it_says_where_the_chain_ends_and_claims_nothing(client: Client, told: Told) -> None:
    client.force_login(told.manager.user)

    page = read(client, f"{told.url}/")

    assert "Where the log ends" in page
    assert "it does not check it" in page
    assert "<code>verify_audit</code>" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        pytest.param("what=workbook-exported", "made an export", "“gap”", id="what"),
        pytest.param("since=2026-11-23", "Nothing here: from 23 Nov", "“gap”", id="since"),
        pytest.param("until=2026-11-21", "Nothing here: to 21 Nov", "“gap”", id="until"),
        pytest.param(
            "person=installation", "Nothing here: The installation", "“gap”", id="nobody"
        ),
        pytest.param("before=1", "Nothing older", "“gap”", id="before the beginning"),
    ],
)
def test_it_is_narrowed_by_the_query_string(
    client: Client, told: Told, query: str, shown: str, hidden: str
) -> None:
    client.force_login(told.manager.user)

    page = read(client, f"{told.url}/?{query}")

    assert shown in page
    assert hidden not in page


def test_one_row_and_one_action_are_shown_event_by_event(client: Client, told: Told) -> None:
    values = [AnswerValues(coverage="partial")] * 2
    batch = make_answers(told.assessment, *values, by=told.manager).batch
    client.force_login(told.manager.user)

    row, action = (
        read(client, f"{told.url}/?{query}") for query in (f"row={told.key}", f"batch={batch}")
    )

    assert row.count('<li class="event"') == 5
    assert action.count('<li class="event"') == 2
    assert "answered 2 rows" not in row + action
    assert f'name="row" value="{told.key}"' in row


@pytest.mark.parametrize(
    "query",
    [
        "person=999999",
        "what=moon-reached",
        "since=yesterday",
        "until=9999-12-31",
        "since=0001-01-01",
        "batch=x",
        "row=x",
        "before=0",
        "before=99999999999999999999",
    ],
)
def test_what_is_not_known_is_left_out_and_said(client: Client, told: Told, query: str) -> None:
    client.force_login(told.manager.user)

    page = read(client, f"{told.url}/?{query}")

    assert "Part of this filter is not known here and was left out." in page
    assert "answered 3 rows" in page


def test_a_row_of_another_assessment_shows_nothing(client: Client, told: Told) -> None:
    foreign = make_told()
    make_history(foreign)
    client.force_login(told.manager.user)

    page = read(client, f"{told.url}/?row={foreign.key}")

    assert "Nothing here: one row" in page


def test_the_twin_has_each_event_in_a_row_and_formulas_as_text(client: Client, told: Told) -> None:
    make_answers(told.assessment, {"note": "=1+1"}, by=told.manager)
    client.force_login(told.manager.user)

    rows = read_rows(client, f"{told.url}.xlsx?row={told.key}")

    assert [row["In words"] for row in rows] == [
        "Jeanne Goff wrote in the note",
        "Jeanne Goff gave the row to Jeanne Goff (was: nobody)",
        "Jeanne Goff wrote in the internal note",
        "Jeanne Goff answered “gap” (was: covered)",
        "Jeanne Goff answered “covered” (was: unanswered)",
    ]
    assert rows[0]["Before"] == "Note: Seen"
    assert rows[0]["After"] == "Note: =1+1"
    assert rows[0]["Row or thing"] == "Choisir la région d’hébergement"
    assert rows[0]["About"] == "Rows"


def test_the_dashboard_leads_to_it(client: Client, told: Told) -> None:
    client.force_login(told.manager.user)

    page = read(client, f"{told.organisation}assessments/{told.assessment.pk}/")

    assert f'href="{told.url}/"' in page
