"""hand-overs/: who gave what to whom, how far it is, and the twin."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from io import BytesIO
from uuid import UUID

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import translation
from openpyxl import load_workbook

from accounts.models import Membership, Team
from accounts.rights import Role
from assessments.filters.handing import HandOverFilter
from assessments.models import HandOver, HandOverState
from assessments.selectors.handing_list import line_of
from assessments.services.answering import AnswerValues
from assessments.services.handing import (
    Offer,
    decide_hand_over,
    end_holidays,
    offer_duties,
    start_hand_overs,
)
from tests.builders import NOW, make_answers, make_assessment, make_member, make_team

pytestmark = pytest.mark.django_db

SOON, LAST = NOW + timedelta(days=1), NOW + timedelta(days=5)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def test_a_hand_over_is_in_one_state_from_the_offer_to_the_end(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offered(giver, successor, by=manager, days=(1, 4))
    states = [_state(manager)]

    for moment in (_accept(hand_over, successor), SOON, LAST):
        start_hand_overs(moment)
        end_holidays(moment)
        states.append(_state(manager))

    assert states == ["waiting", "to_come", "away", "done"]


@pytest.mark.thorough
def test_one_that_is_refused_is_done_and_one_without_an_end_when_it_is_accepted(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    hand_over = _offered(giver, successor, by=manager)
    _accept(hand_over, successor, refused=True)
    refused = _state(manager)

    _accept(_offered(giver, successor, by=manager), successor)

    assert (refused, _state(manager)) == ("done", "done")


def test_a_line_says_what_came_of_the_rows(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _offered(giver, make_team(successor), by=manager)

    line = line_of(_filter(manager).qs.get())

    assert (line.giver, line.rows, line.words) == (str(giver), 2, "2 waiting")
    assert line.successor == str(line.hand_over.to_team)
    assert (line.reason_text, line.state_text) == ("leaves", "waits for the successor")


def test_the_list_is_narrowed_by_state_people_and_reason(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    team = make_team(successor)
    _offered(giver, team, by=manager)
    kept = ["state=waiting", "who=me", f"who=member-{giver.pk}", f"who=team-{team.pk}"]
    others = ["state=done", f"who=member-{manager.pk}", "reason=holiday"]

    numbers = {query: _filter(successor, query).qs.count() for query in [*kept, *others]}

    assert numbers == dict.fromkeys(kept, 1) | dict.fromkeys(others, 0)


def test_what_is_not_known_filters_nothing_and_is_said(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _offered(giver, successor, by=manager)

    narrowed = _filter(manager, "state=lost&who=member-0&reason=leave")

    assert narrowed.qs.count() == 1
    assert set(narrowed.errors) == {"state", "who"}
    assert (narrowed.query, narrowed.words) == ("reason=leave", "leaves")


def test_who_it_does_not_concern_sees_none_of_it(
    manager: Membership, giver: Membership, successor: Membership
) -> None:
    _offered(giver, successor, by=manager)
    bystander = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)

    seen = [_filter(each).qs.count() for each in (giver, successor, bystander, make_member())]

    assert seen == [1, 1, 0, 0]


def test_the_page_says_why_it_is_empty_and_what_a_filter_left_out(
    manager: Membership, giver: Membership, successor: Membership, client: Client
) -> None:
    client.force_login(manager.user)
    url = f"/o/{manager.organisation.slug}/hand-overs/"
    english = {"accept-language": "en"}

    empty = client.get(url, headers=english).content.decode()
    hand_over = _offered(giver, successor, by=manager)
    page = client.get(url, headers=english).content.decode()
    narrowed = client.get(f"{url}?state=done&who=x", headers=english).content.decode()

    assert "Nobody has handed anything over yet." in empty
    assert f"/hand-over/{hand_over.pk}/" in page
    assert "2 waiting" in page
    assert "Nothing here: done" in narrowed
    assert "0 of 1 hand-over" in narrowed
    assert "Part of this filter is not known here" in narrowed


@pytest.mark.thorough
def test_the_twin_has_the_rows_of_the_filter_one_value_in_each_cell(
    manager: Membership, giver: Membership, successor: Membership, client: Client
) -> None:
    _offered(giver, successor, by=manager, days=(1, 4))
    client.force_login(manager.user)
    url = f"/o/{manager.organisation.slug}/hand-overs.xlsx"

    kept, none = (
        load_workbook(BytesIO(client.get(f"{url}?state={state}").content)).worksheets[0]
        for state in ("waiting", "done")
    )

    (row,) = list(kept.iter_rows(min_row=2, values_only=True))
    assert row[:2] == (str(giver), str(successor))
    assert row[5:7] == (_midnight(1), _midnight(4))
    assert row[8:10] == (2, 2)
    assert none.max_row == 1


def _midnight(days: int) -> datetime:
    return datetime.combine(NOW.date() + timedelta(days=days), time())


def _offered(
    giver: Membership,
    to: Membership | Team,
    *,
    by: Membership,
    days: tuple[int, int] | None = None,
) -> HandOver:
    """Offer what the giver has, for a holiday if its first and last day are given."""
    first, last = (NOW.date() + timedelta(days=day) for day in days) if days else (None, None)
    mine = AnswerValues(owner_membership_id=giver.pk)
    if HandOver.objects.exists():
        make_answers(make_assessment(by), mine, by=by)
    offer = Offer(giver, to, "holiday" if last else "leave", ends_on=last, starts_on=first)
    return offer_duties(offer=offer, by=by, at=NOW)


def _accept(hand_over: HandOver, by: Membership, *, refused: bool = False) -> datetime:
    keys: list[UUID] = list(hand_over.rows.values_list("answer__key", flat=True))
    accepted, left = ([], keys) if refused else (keys, [])
    decide_hand_over(hand_over_id=hand_over.pk, accepted=accepted, refused=left, by=by, at=NOW)
    return NOW


def _state(reader: Membership) -> str:
    """Return the one state of the latest hand-over, as line and filter agree on it."""
    latest = _filter(reader).qs.first()
    assert latest is not None
    state = line_of(latest).state
    found = [
        each for each in HandOverState if _filter(reader, f"state={each}").qs.contains(latest)
    ]
    assert found == [state]
    return str(state)


def _filter(reader: Membership, query: str = "") -> HandOverFilter:
    return HandOverFilter(QueryDict(query), reader=reader)
