"""Opening the pages of a share link as somebody who is not signed in."""

from collections.abc import Iterator
from typing import Any, Final

from django.test import Client
from openpyxl import Workbook

from tests.assessments.workbooks import opened
from tests.canaries import texts_of

ENGLISH: Final = {"accept-language": "en"}


def address(token: str, end: str = "") -> str:
    """Return the address of a page of a link."""
    return f"/shared/{token}/{end}"


def open_page(token: str, end: str = "", client: Client | None = None) -> Any:
    """Open a page of a link as somebody who is not signed in."""
    return (client or Client()).get(address(token, end), headers=ENGLISH)


def take_workbook(token: str) -> Workbook:
    """Make the workbook of a link."""
    answer = Client().post(address(token, "workbook/"), headers=ENGLISH)
    return opened(answer.content)


def all_answers(token: str, *proofs: Any) -> Iterator[str]:
    """Yield everything that a link answers with, as text, archives opened."""
    for end in ("", "duties.xlsx", *(f"evidence/{each.key}/" for each in proofs)):
        yield texts_of(open_page(token, end))
    for end in ("workbook/", "pack/"):
        yield texts_of(Client().post(address(token, end), headers=ENGLISH))


def shown_rows(page: Any) -> list[str]:
    """Return the activities of a page in their order."""
    return [row.activity.text for part in page.context["sections"] for row, _ in part.rows]
