"""The workbook twin of one's own duties."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_page,
)

pytestmark = pytest.mark.django_db

ENGLISH = {"accept-language": "en"}
LATE = date(2020, 1, 1)


@pytest.fixture
def me(client: Client) -> Membership:
    """Return a manager with rows in two assessments, signed in."""
    member = make_member(Role.MANAGER)
    client.force_login(member.user)
    edition = make_edition(make_page(3), service="Stockage")
    make_labels(edition)
    first = make_assessment(member, edition=edition, scope="Archives")
    second = make_assessment(member, edition=edition, scope="=1+1")
    for assessment in (first, second):
        Answer.objects.of_assessment(assessment).update(owner_membership=member)
    make_answers(first, {"coverage": "covered"}, {"coverage": "gap"}, by=member)
    make_answers(second, {"coverage": "gap", "due_on": LATE, "note": "=SUM(A1)"}, {}, by=member)
    return member


@pytest.mark.parametrize("query", ["", "?q=registre+1", "?owner=me&assessment=0"])
def test_the_twin_holds_the_rows_of_the_page_in_their_order(
    client: Client, me: Membership, query: str
) -> None:
    address = f"/o/{me.organisation.slug}/my-duties"

    page = client.get(f"{address}/{query}", headers=ENGLISH).content.decode()
    _headings, *rows = _sheets(client, f"{address}.xlsx{query}")[0]

    keys = re.findall(r'class="mine-row" data-key="([-\w]+)"', page)
    answers = {str(each.key): each for each in Answer.objects.select_related("activity")}
    shown = [(answers[key].assessment.scope, f"en {answers[key].activity.text}") for key in keys]
    assert shown == [(row[2], row[4]) for row in rows]
    assert rows


def test_each_value_has_a_cell_and_text_stays_text(client: Client, me: Membership) -> None:
    (headings, first, *_), source = _sheets(client, f"/o/{me.organisation.slug}/my-duties.xlsx")

    row = dict(zip(headings, first, strict=True))
    assert row.pop("Days late") > 2000
    assert row == {
        "Group": "Overdue",
        "Service": "Stockage",
        "Scope": "=1+1",
        "No.": "1",
        "Activity": "en Tenir le registre 1",
        "Activity as printed": "Tenir le registre 1",
        "Question": "Do you do it?",
        "Coverage": "gap",
        "To recheck": None,
        "Due": NOW.replace(2020, 1, 1, 0, tzinfo=None),
        "Owner": str(me.user),
        "Note": "=SUM(A1)",
    }
    assert ("Attribution", "© Fournisseur d’essai") in source


def test_a_member_without_rows_gets_headings_alone(client: Client) -> None:
    member = make_member(Role.CONTRIBUTOR)
    client.force_login(member.user)

    (sheet,) = _sheets(client, f"/o/{member.organisation.slug}/my-duties.xlsx")

    assert len(sheet) == 1


def _sheets(client: Client, address: str) -> list[list[tuple[Any, ...]]]:
    response = client.get(address, headers=ENGLISH)
    assert response.status_code == 200
    book = load_workbook(BytesIO(response.content))
    return [list(sheet.values) for sheet in book.worksheets]
