"""The private calendar: what it holds, who can open it, and what keeps its key private."""

import logging
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar, Component

from accounts import services
from accounts.models import CalendarKey, Membership, User
from accounts.rights import Role
from assessments.models import Answer, Coverage
from raci_project.logs import KeyFilter
from tests.assessments.mine.giving import give
from tests.builders import NOW, PASSWORD, make_labels, make_member, make_team, make_user

pytestmark = pytest.mark.django_db

DUE = date(2026, 12, 1)


@pytest.fixture
def reader() -> Membership:
    """Return a contributor who reads English."""
    return make_member(Role.CONTRIBUTOR, user=make_user("Karim Benali", language="en"))


@pytest.fixture
def manager(reader: Membership) -> Membership:
    """Return the manager who gives duties."""
    return make_member(Role.MANAGER, organisation=reader.organisation)


@pytest.fixture
def url(reader: Membership) -> str:
    """Return the address of the reader's calendar."""
    key = services.make_calendar_key(user=reader.user, at=NOW)
    return reverse("assessments:calendar", args=[key])


def entries(client: Client, url: str) -> list[Component]:
    """Return the entries of a calendar."""
    answer = client.get(url)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_an_open_row_with_a_date_is_a_day_in_the_calendar(
    client: Client, reader: Membership, manager: Membership, url: str
) -> None:
    assessment = give(reader, {"coverage": Coverage.GAP, "due_on": DUE}, by=manager)
    make_labels(assessment.edition)
    answer = Answer.objects.get(owner_membership=reader)

    (entry,) = entries(client, url)

    assert entry["UID"] == f"{answer.key}@remit"
    assert (entry.decoded("DTSTART"), entry.decoded("DTEND")) == (DUE, DUE + timedelta(days=1))
    assert entry["SUMMARY"] == "en Choisir la région d’hébergement"
    assert str(entry["URL"]).endswith(f"/assessments/{assessment.pk}/duties/{answer.key}/")
    assert entry.decoded("DTSTAMP").tzname() == "UTC"


def test_what_is_done_undated_or_anothers_is_not_there(
    client: Client, reader: Membership, manager: Membership, url: str
) -> None:
    give(
        reader,
        {"coverage": Coverage.COVERED, "due_on": DUE},
        {"coverage": Coverage.GAP},
        by=manager,
    )
    give(manager, {"coverage": Coverage.GAP, "due_on": DUE}, by=manager)

    assert entries(client, url) == []


def test_dates_of_ones_teams_are_there(
    client: Client, reader: Membership, manager: Membership, url: str
) -> None:
    team = make_team(reader)
    give(manager, {"owner_membership_id": None, "due_on": DUE}, by=manager)
    Answer.objects.filter(due_on=DUE).update(owner_membership=None, owner_team=team)

    assert len(entries(client, url)) == 1


def test_an_organisation_one_has_left_is_not_there(
    client: Client, reader: Membership, manager: Membership, url: str
) -> None:
    give(reader, {"coverage": Coverage.GAP, "due_on": DUE}, by=manager)
    before = len(entries(client, url))

    services.end_membership(membership=reader, at=NOW)

    assert (before, entries(client, url)) == (1, [])


def test_an_entry_keeps_its_name_and_counts_its_changes(
    client: Client, reader: Membership, manager: Membership, url: str
) -> None:
    give(reader, {"coverage": Coverage.GAP, "due_on": DUE}, by=manager)
    (before,) = entries(client, url)

    Answer.objects.update(due_on=DUE + timedelta(days=9), revision=7)
    (after,) = entries(client, url)

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_program_that_has_it_as_it_is_gets_nothing(
    client: Client, reader: Membership, manager: Membership, url: str
) -> None:
    give(reader, {"coverage": Coverage.GAP, "due_on": DUE}, by=manager)
    etag = client.get(url)["ETag"]

    unchanged = client.get(url, headers={"If-None-Match": etag})
    Answer.objects.update(due_on=DUE + timedelta(days=1))
    changed = client.get(url, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


def test_its_key_is_stored_by_nobody_on_the_way(client: Client, url: str) -> None:
    answer = client.get(url)

    record = logging.LogRecord("x", logging.INFO, "x", 1, "Not Found: %s", (url,), None)
    KeyFilter().filter(record)

    assert answer["Cache-Control"] == "no-store, private"
    assert record.getMessage() == "Not Found: /calendar/…"
    assert CalendarKey.objects.get().key_hash not in url


@pytest.mark.parametrize("end", ["made anew", "ended", "deactivated"])
def test_a_dead_key_opens_nothing(client: Client, reader: Membership, url: str, end: str) -> None:
    if end == "made anew":
        services.make_calendar_key(user=reader.user, at=NOW)
    elif end == "ended":
        services.end_calendar_key(user=reader.user, at=NOW)
    else:
        User.objects.filter(pk=reader.user_id).update(is_active=False)

    assert client.get(url).status_code == 404


def test_a_key_that_is_not_there_is_ended_without_a_word(reader: Membership) -> None:
    services.end_calendar_key(user=reader.user, at=NOW)

    assert not CalendarKey.objects.exists()


def test_the_profile_makes_an_address_shows_it_once_and_ends_it(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.force_login(user)

    made = client.post(reverse("accounts:open_calendar")).content.decode()
    profile = client.get(reverse("accounts:profile")).content.decode()
    client.post(reverse("accounts:close_calendar"))

    key = made.split("/calendar/")[1].split(".ics")[0]
    assert len(key) == 43
    assert key not in profile
    assert reverse("accounts:close_calendar") in profile
    assert not CalendarKey.objects.exists()
