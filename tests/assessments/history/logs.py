"""Histories to read: an assessment with an action of each kind, and pages as text."""

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.test import Client
from openpyxl import load_workbook

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.readers.keeping import WrittenCells
from assessments.services.answering import AnswerValues
from assessments.services.exporting import MadeWorkbook, record_export
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_member,
    make_option,
    make_reader,
    make_user,
)

ENGLISH = {"accept-language": "en"}
SECRET = "only for us"


@dataclass(frozen=True)
class Told:
    """An assessment, who leads it, and the key of its first row."""

    assessment: Assessment
    manager: Membership
    key: str

    @property
    def url(self) -> str:
        """Return the address of its history, without the last sign."""
        return f"{self.organisation}assessments/{self.assessment.pk}/history"

    @property
    def organisation(self) -> str:
        """Return the address of the organisation."""
        return f"/o/{self.manager.organisation.slug}/"

    def member(self, role: str) -> Membership:
        """Make a member of its organisation."""
        return make_reader(role, self.assessment)


def make_told() -> Told:
    """Start an assessment led by Jeanne Goff; nothing is answered yet."""
    manager = make_member(Role.MANAGER, user=make_user("Jeanne Goff"))
    assessment = make_assessment(manager, scope="Production")
    first = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    return Told(assessment, manager, str(first.key))


def make_history(told: Told) -> None:
    """Answer three rows at once, one again with notes, make a workbook, group an option."""
    by, assessment = told.manager, told.assessment
    make_answers(assessment, *[AnswerValues(coverage="covered")] * 3, by=by)
    due = date(2026, 12, 1)
    noted: AnswerValues = {"coverage": "gap", "note": "Seen", "internal_note": SECRET}
    make_answers(assessment, noted, by=by, at=later(1))
    make_answers(assessment, {"internal_note": f"{SECRET}!"}, by=by, at=later(2))
    make_answers(assessment, {"owner_membership_id": by.pk, "due_on": due}, by=by, at=later(3))
    cells = WrittenCells("0" * 64, "0" * 64, ())
    made = MadeWorkbook(uuid4(), "assessment", "fr", "coverage=gap", cells)
    record_export(assessment=assessment, made=made, by=by, at=later(4))
    make_option(assessment, by=by)


def later(hours: int) -> Any:
    """Return a moment after the tests' own."""
    return NOW + timedelta(hours=hours)


def read(client: Client, url: str) -> str:
    """Return a page in English, its blanks as single ones."""
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == 200, response.status_code
    return " ".join(response.content.decode().split())


def read_rows(client: Client, url: str) -> list[dict[str, Any]]:
    """Return the rows of a twin by heading."""
    response = client.get(url, headers=ENGLISH)
    assert response.status_code == 200
    headings, *rows = load_workbook(BytesIO(response.content)).worksheets[0].values
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]
