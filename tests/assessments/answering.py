"""Sending answers in tests, and reading what was kept."""

from typing import Any

from django.test import Client

from assessments.models import Answer, Assessment


def address(assessment: Assessment, what: str = "answers") -> str:
    """Return the address answers are sent to, or another one beside it."""
    return f"/o/{assessment.organisation.slug}/assessments/{assessment.pk}/{what}/"


def send(client: Client, assessment: Assessment, rows: list[Answer], **values: str) -> Any:
    """Send values for rows as the grid's script does, and return the response."""
    data: dict[str, Any] = dict(values)
    data["rows"] = [f"{row.key}:{row.revision}" for row in rows]
    data["sections"] = [str(row.activity.section_id) for row in rows]
    return client.post(address(assessment), data)


def rows_of(assessment: Assessment) -> list[Answer]:
    """Return the rows as they are kept, in printed order."""
    answers = Answer.objects.of_assessment(assessment).select_related("activity")
    return list(answers.in_printed_order())


def coverages_of(assessment: Assessment) -> list[str]:
    """Return the coverage of each row, in printed order."""
    return [row.coverage for row in rows_of(assessment)]
