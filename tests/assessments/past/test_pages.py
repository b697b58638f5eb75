"""Dashboard, grid and files as of a day that is over."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.rights import Role
from accounts.services import end_membership
from assessments.models import Export
from assessments.services.answering import AnswerValues
from assessments.services.exporting import EXPORTED
from audit.models import Event, chain_of
from audit.selectors import head_of
from tests.assessments.past.days import ANSWERED, CHANGED, SECRET, Weeks, make_weeks
from tests.assessments.workbooks import lines, opened, sheet
from tests.builders import (
    NOW,
    make_answers,
    make_edition,
    make_reader,
    make_team,
    make_upgrade,
)

pytestmark = pytest.mark.django_db

THAT_DAY = "as_of=2026-10-08"


@pytest.fixture
def weeks(client: Client) -> Weeks:
    """Return an assessment with a past, its manager signed in and reading English."""
    made = make_weeks()
    client.cookies["remit_language"] = "en"
    client.force_login(made.manager.user)
    return made


def _page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def _rows(content: bytes) -> list[Any]:
    return list(load_workbook(BytesIO(content)).worksheets[0].values)


def test_the_dashboard_says_the_day_and_counts_what_was_said_then(
    client: Client, weeks: Weeks
) -> None:
    then, now = _page(client, f"{weeks.url}?{THAT_DAY}"), _page(client, weeks.url)

    assert "As of 8 October 2026: read only." in then
    assert f'<a href="{weeks.url}">Back to today</a>' in then
    assert 'name="as_of" value="2026-10-08"' in then
    assert "5 days" in then  # late on that day
    assert "read only" not in now
    assert "Back to today" not in now


def test_a_meter_whose_number_of_that_day_is_unknown_is_drawn_empty(
    client: Client, weeks: Weeks
) -> None:
    page = _page(client, f"{weeks.url}?{THAT_DAY}")

    widths = re.findall(r'<rect width="([^"]*)%" height="100%" />', page)
    assert widths
    assert all(re.fullmatch(r"[0-9]*[.][0-9]+", width) for width in widths), widths


def test_links_of_that_day_stay_in_it(client: Client, weeks: Weeks) -> None:
    page = _page(client, f"{weeks.url}?{THAT_DAY}")

    grid = re.findall(rf'href="({weeks.url}duties/[^"]*)"', page.split("<main")[1])
    assert grid
    assert all(THAT_DAY in link for link in grid), grid


def test_the_grid_shows_that_day_and_offers_nothing_to_change(
    client: Client, weeks: Weeks
) -> None:
    page = _page(client, f"{weeks.url}duties/?{THAT_DAY}&rows=all")

    assert "As of 8 October 2026: read only." in page
    assert page.count('data-state="gap"') == 1
    assert page.count('data-state="unanswered"') == 1
    assert "data-record" not in page
    assert 'data-edit="' not in page
    assert "history/?row=" in page
    assert f'href="?{THAT_DAY}&amp;coverage=gap"' in page


@pytest.mark.parametrize(
    ("query", "number"),
    [
        pytest.param("", 3, id="duties"),
        pytest.param("rows=all", 4, id="all rows"),
        pytest.param("rows=messages", 1, id="messages"),
        pytest.param("coverage=gap&coverage=partial", 2, id="coverage"),
        pytest.param("late=true", 1, id="late"),
        pytest.param("late=false", 2, id="in time"),
        pytest.param("recheck=true", 0, id="to recheck"),
        pytest.param("owner=none", 2, id="nobody’s"),
        pytest.param("owner=me", 0, id="mine"),
        pytest.param("owner=member-{colleague}", 1, id="a colleague’s"),
        pytest.param("q=FACTURE", 1, id="printed text"),
        pytest.param("q=en+choisir", 1, id="text in the reader’s language"),
        pytest.param("section={section}", 2, id="section"),
        pytest.param("new=true", 3, id="what is told of today only"),
    ],
)
def test_filters_keep_rows_as_they_were(
    client: Client, weeks: Weeks, query: str, number: int
) -> None:
    first = weeks.assessment.edition.sections.order_by("position")[0]
    narrowed = query.format(colleague=weeks.colleague.pk, section=first.pk)

    response = client.get(f"{weeks.url}duties.xlsx?{THAT_DAY}&{narrowed}")

    assert len([row for row in _rows(response.content)[1:] if row[1]]) == number


def test_a_team_s_rows_are_mine(client: Client, weeks: Weeks) -> None:
    team = make_team(weeks.manager)
    given = AnswerValues(owner_team_id=team.pk)
    make_answers(weeks.assessment, given, by=weeks.manager, at=ANSWERED + timedelta(weeks=3))

    page = _page(client, f"{weeks.url}duties/?as_of=2026-10-30&owner=me")

    assert page.count('class="duty is-off') == 1


def test_somebody_who_had_a_row_then_can_be_chosen(client: Client, weeks: Weeks) -> None:
    end_membership(membership=weeks.colleague, at=NOW)

    page = _page(client, f"{weeks.url}duties/?{THAT_DAY}")

    assert f'<option value="member-{weeks.colleague.pk}">' in page


def test_the_workbook_of_that_day_says_so_everywhere(client: Client, weeks: Weeks) -> None:
    head = head_of(chain_of(weeks.manager.organisation_id))

    response = client.post(f"{weeks.url}workbook/?{THAT_DAY}&coverage=gap")

    assert "as-of-2026-10-08" in response["Content-Disposition"]
    book = opened(response.content)
    summary = {row[0]: row[1] for row in lines(sheet(book, "Summary")) if len(row) > 1}
    assert str(summary["As of"]) == "2026-10-08"
    assert str(summary["Gap"]) == "1"
    assert str(summary["Last event of the log before it"]) == str(head.sequence)
    meta = dict(lines(book["_meta"])[1:])
    assert meta["as_of"] == "2026-10-08"
    assert (meta["log_sequence"], meta["log_head"]) == (str(head.sequence), head.seal)
    assert Export.objects.get().filter == f"{THAT_DAY}&coverage=gap"
    told = Event.objects.get(verb=EXPORTED)
    assert told.new["filter"] == f"{THAT_DAY}&coverage=gap"


def test_without_a_filter_the_workbook_of_that_day_has_all_rows(
    client: Client, weeks: Weeks
) -> None:
    response = client.post(f"{weeks.url}workbook/?{THAT_DAY}")

    assert len(lines(sheet(opened(response.content), "Duties"))) == 5
    assert Export.objects.get().filter == THAT_DAY


@pytest.mark.parametrize(
    ("day", "why"),
    [
        pytest.param("2026-09-30", "was started on 1 October 2026", id="before the start"),
        pytest.param("2999-01-01", "still to come", id="to come"),
        pytest.param("2026-02-30", "not a day of the calendar", id="no day"),
        pytest.param("0001-01-01", "was started on 1 October 2026", id="the first day of all"),
        pytest.param("9999-12-31", "still to come", id="the last day of all"),
    ],
)
def test_of_other_days_it_says_why_there_is_nothing(
    client: Client, weeks: Weeks, day: str, why: str
) -> None:
    pages = [_page(client, f"{weeks.url}{page}?as_of={day}") for page in ("", "duties/")]
    files = [
        client.get(f"{weeks.url}duties.xlsx?as_of={day}"),
        client.post(f"{weeks.url}workbook/?as_of={day}"),
    ]

    assert all(why in page for page in pages)
    assert [each.status_code for each in files] == [422, 422]
    assert not Export.objects.exists()


def test_an_empty_field_is_today(client: Client, weeks: Weeks) -> None:
    assert "read only" not in _page(client, f"{weeks.url}?as_of=")


def test_an_auditor_reads_no_internal_note_of_any_day(client: Client, weeks: Weeks) -> None:
    auditor = make_reader(Role.AUDITOR, weeks.assessment)
    client.force_login(auditor.user)

    pages = [_page(client, f"{weeks.url}{page}?{THAT_DAY}") for page in ("", "duties/")]
    book = client.post(f"{weeks.url}workbook/?{THAT_DAY}")

    assert SECRET not in "".join(pages)
    assert SECRET not in repr([lines(each) for each in opened(book.content)])
    client.force_login(weeks.manager.user)
    assert SECRET in _page(client, f"{weeks.url}duties/?{THAT_DAY}")


def test_the_marks_of_moves_are_those_of_that_day(client: Client, weeks: Weeks) -> None:
    make_upgrade(
        weeks.assessment, by=weeks.manager, edition=make_edition(), at=CHANGED + timedelta(days=3)
    )

    before = _page(client, f"{weeks.url}?{THAT_DAY}")
    after = _page(client, f"{weeks.url}?as_of=2026-10-20")

    assert "New edition" not in before
    assert "New edition" in after
