"""Asking for the pages on which something is brought in, in English."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Membership
from assessments.models import Answer, Assessment, Intake
from tests.builders import make_answers, make_intake

ENGLISH = {"accept-language": "en"}


def address(assessment: Assessment, rest: str = "") -> str:
    """Return the address of a page about what was brought in."""
    slug = assessment.organisation.slug
    return f"/o/{slug}/assessments/{assessment.pk}/intakes/{rest}"


def read(client: Client, url: str) -> tuple[int, str]:
    """Return status and text of a page."""
    return _said(client.get(url, headers=ENGLISH))


def send(client: Client, url: str, **said: Any) -> tuple[int, str]:
    """Return status and text of where a form leads in the end."""
    return _said(client.post(url, said, headers=ENGLISH, follow=True))


def bring(
    client: Client, assessment: Assessment, content: bytes, name: str = "retour.xlsx"
) -> tuple[int, str]:
    """Return status and text of the page that a file leads to."""
    return send(client, address(assessment, "bring/"), file=SimpleUploadedFile(name, content))


def _said(answer: Any) -> tuple[int, str]:
    return answer.status_code, " ".join(answer.content.decode().split())


def rows_of(assessment: Assessment) -> list[Answer]:
    """Return the rows in printed order, as they stand."""
    return list(Answer.objects.of_assessment(assessment).in_printed_order())


def undecided(assessment: Assessment, by: Membership) -> tuple[Intake, str]:
    """Bring in a draft with one conflict and one change; return the name of the conflict."""
    make_answers(assessment, {"note": "ours"}, by=by)
    intake = make_intake(assessment, {"note": "theirs"}, {"note": "new"}, by=by)
    first = rows_of(assessment)[0]
    return intake, f"choice-{first.key}:note@{first.revision}"
