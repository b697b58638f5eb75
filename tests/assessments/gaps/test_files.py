"""Gaps in files: the twin of the list, and the sheet of the workbook."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Membership
from tests.assessments.gaps.planning import TODAY, TOMORROW, YESTERDAY, accept, make_gap, plan

pytestmark = pytest.mark.django_db


def test_the_twin_has_the_same_gaps_in_the_same_order(client: Client, manager: Membership) -> None:
    plain, late = make_gap(manager, note="À voir"), make_gap(manager)
    ticket = "https://tickets.example.org/12"
    values: dict[str, Any] = {
        "severity": "high",
        "action": "Installer",
        "responsible_id": manager.pk,
    }
    plan(late, by=manager, by_when=YESTERDAY, ticket_url=ticket, **values)
    accept(plain, by=manager, until=TOMORROW)

    first, second = _rows(client.get(f"/o/{manager.organisation.slug}/gaps.xlsx"))

    assert (first["Severity"], first["Action"], first["State"]) == ("high", "Installer", "to do")
    assert (first["Acts"], first["Ticket"]) == (str(manager.user), ticket)
    assert (first["By when"].date(), first["Days late"]) == (YESTERDAY, 1)
    assert (first["Gap since"].date(), first["Days open"]) == (TODAY, 0)
    assert (second["Note"], second["State"], second["Severity"]) == ("À voir", None, None)
    assert second["Accepted until"].date() == TOMORROW
    assert second["Accepted by"] == str(manager.user)


def test_the_twin_is_narrowed_like_the_list(client: Client, manager: Membership) -> None:
    plan(make_gap(manager), by=manager, severity="high")
    make_gap(manager)

    rows = _rows(client.get(f"/o/{manager.organisation.slug}/gaps.xlsx?severity=high"))

    assert [row["Severity"] for row in rows] == ["high"]


def test_the_workbook_tells_of_plans_and_acceptances(client: Client, manager: Membership) -> None:
    row = make_gap(manager)
    plan(row, by=manager, severity="critical", action="Installer", by_when=TOMORROW)
    accept(row, by=manager, until=TOMORROW, revision=1)
    slug = manager.organisation.slug

    page = client.post(f"/o/{slug}/assessments/{row.assessment_id}/workbook/")

    (line,) = _rows(page, "Gaps")
    assert (line["Severity"], line["Action"], line["State"]) == ("critical", "Installer", "to do")
    assert (line["By when"].date(), line["Accepted until"].date()) == (TOMORROW, TOMORROW)
    assert line["Why it is accepted"] == "The supplier mends it in spring."
    assert line["Days open"] == 0


def _rows(response: Any, title: str = "") -> list[dict[str, Any]]:
    book = load_workbook(BytesIO(response.content))
    sheet = book[title] if title else book.worksheets[0]
    headings, *lines = sheet.iter_rows(values_only=True)
    names = [str(heading) for heading in headings]
    return [dict(zip(names, line, strict=True)) for line in lines]
