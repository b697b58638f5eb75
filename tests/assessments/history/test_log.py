"""The log of an organisation, for those who lead, and its twin."""

import pytest
from django.test import Client

from accounts.rights import Role
from assessments.selectors.history import PER_PAGE
from tests.assessments.history.logs import Told, make_history, make_told, read, read_rows
from tests.builders import (
    make_answers,
    make_assessment,
    make_former_member,
    make_member,
    make_team,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Told:
    """Return an assessment with a history of each kind, in an organisation with a team."""
    told = make_told()
    make_history(told)
    make_team(told.manager)
    return told


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER])
def test_who_leads_reads_everything(client: Client, told: Told, role: str) -> None:
    client.force_login(told.member(role).user)

    page = read(client, f"{told.organisation}history/")

    assert "The installation created the team “" in page
    assert "Jeanne Goff answered 3 rows: covered" in page
    assert "· Production</a>" in page
    assert "The installation added Jeanne Goff as a member: Manager" in page
    assert "The installation created the organisation" in page


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.VIEWER, Role.AUDITOR])
def test_nobody_else_does_or_is_led_there(client: Client, told: Told, role: str) -> None:
    client.force_login(told.member(role).user)

    answers = [client.get(f"{told.organisation}history{end}") for end in ("/", ".xlsx")]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert "/history/" not in read(client, f"{told.organisation}assessments/")


def test_strangers_and_former_members_find_nothing(client: Client, told: Told) -> None:
    former = make_former_member(organisation=told.manager.organisation)
    answers = []
    for person in (make_member().user, former.user):
        client.force_login(person)
        answers += [
            client.get(f"{told.organisation}history{end}").status_code for end in ("/", ".xlsx")
        ]

    assert answers == [404] * 4


def test_the_menu_leads_those_who_lead_to_it(client: Client, told: Told) -> None:
    client.force_login(told.manager.user)

    page = read(client, f"{told.organisation}assessments/")

    assert f'href="{told.organisation}history/"' in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        pytest.param("kind=team", "created the team", "made an export", id="kind"),
        pytest.param("what=member-added", "as a member", "created the team", id="what"),
        pytest.param("assessment={0}", "made an export", "created the team", id="assessment"),
        pytest.param("person={1}", "made an export", "created the team", id="person"),
        pytest.param("person=installation", "created the team", "made an export", id="nobody"),
    ],
)
def test_it_is_narrowed_by_the_query_string(
    client: Client, told: Told, query: str, shown: str, hidden: str
) -> None:
    client.force_login(told.manager.user)
    query = query.format(told.assessment.pk, told.manager.user_id)

    page = read(client, f"{told.organisation}history/?{query}")

    assert shown in page
    assert hidden not in page
    assert "Clear filters" in page


def test_another_organisations_assessment_is_not_known_here(client: Client, told: Told) -> None:
    foreign = make_assessment()
    client.force_login(told.manager.user)

    page = read(client, f"{told.organisation}history/?assessment={foreign.pk}")

    assert "Part of this filter is not known here and was left out." in page
    assert "created the team" in page


@pytest.mark.thorough
def test_older_pages_keep_the_filter(client: Client, told: Told) -> None:
    for number in range(PER_PAGE + 1):
        make_answers(told.assessment, {"note": str(number)}, by=told.manager)
    client.force_login(told.manager.user)

    first = read(client, f"{told.organisation}history/?what=answer-changed")
    place = first.split("what=answer-changed&amp;before=")[1].split('"')[0]
    second = read(client, f"{told.organisation}history/?what=answer-changed&before={place}")

    assert first.count('<li class="event"') == PER_PAGE
    assert "answered 3 rows: covered" in second
    assert 'rel="next"' not in second
    assert f'href="{told.organisation}history/?what=answer-changed">Newest' in second


def test_the_twin_holds_every_event_of_the_filter(client: Client, told: Told) -> None:
    client.force_login(told.manager.user)

    everything = read_rows(client, f"{told.organisation}history.xlsx")
    people = read_rows(client, f"{told.organisation}history.xlsx?kind=membership")

    assert [row["No."] for row in everything] == list(range(len(everything), 0, -1))
    assert [row["In words"] for row in people] == [
        "The installation added Jeanne Goff as a member: Manager"
    ]
    assert people[0]["After"] == "Role: Manager"
