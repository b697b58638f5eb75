"""Looking at the pages of opinions in tests."""

from typing import Any

from django.test import Client
from django.urls import reverse

from assessments.models import Answer, Assessment


def url(name: str, assessment: Assessment, *more: Any) -> str:
    """Return the address of a page of an assessment."""
    return reverse(
        f"assessments:{name}", args=[assessment.organisation.slug, assessment.pk, *more]
    )


def rows_of(assessment: Assessment) -> list[Answer]:
    """Return its rows in printed order."""
    return list(Answer.objects.of_assessment(assessment).in_printed_order())


def text_of(client: Client, address: str) -> str:
    """Return a page in English."""
    response = client.get(address, headers={"accept-language": "en"})
    assert response.status_code == 200
    return response.content.decode()
