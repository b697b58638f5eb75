"""The classification mark of an organisation stands on each list that it hands out.

The lists come from the table of routes, so that a new one is held to it.
"""

from io import BytesIO
from typing import Any, cast

import openpyxl
import pytest
from django.test import Client
from openpyxl.workbook.workbook import Workbook

from accounts.models import Membership
from accounts.rights import Role
from matrix.models import Edition
from tests.builders import make_edition, make_member
from tests.rights_table import TABLE
from tests.routes import url_of
from tests.test_query_counts import ids_of, make_answered

pytestmark = pytest.mark.django_db

MARK = "C2 & Diffusion restreinte"
PRINTED = MARK.replace("&", "&&")
TWINS = {name for name in TABLE if name.endswith("_xlsx")}
# Of what comes with the product, at an address of nobody's.
OF_NOBODY = {
    "matrix:library_xlsx",
    "matrix:edition_xlsx",
    "matrix:compare_xlsx",
    "matrix:findings_xlsx",
    "matrix:questions_xlsx",
}


def make_marked() -> Membership:
    """Return an administrator of an organisation that marks what leaves it."""
    member = make_member(Role.ADMINISTRATOR)
    member.organisation.classification = MARK
    member.organisation.save(update_fields=["classification"])
    return member


def twins_of(member: Membership) -> dict[str, Workbook]:
    """Return each list as its reader gets it."""
    ids = ids_of(make_answered(member, 3, member))
    newer = make_edition()
    compared = f"?old={Edition.objects.exclude(pk=newer.pk)[0].pk}&new={newer.pk}"
    client = Client()
    client.force_login(member.user)
    client.cookies["remit_language"] = "en"
    urls = {
        name: url_of(name, ids) + (compared if name.endswith("compare_xlsx") else "")
        for name in TWINS
    }
    answers = {name: client.get(url) for name, url in urls.items()}
    assert {name for name, answer in answers.items() if answer.status_code != 200} == set()
    return {
        name: openpyxl.load_workbook(BytesIO(b"".join(answer))) for name, answer in answers.items()
    }


def is_printed_on_every_page(book: Workbook) -> bool:
    """Tell whether the mark stands at head and foot of each sheet."""
    return all(
        head == PRINTED and PRINTED in foot
        for head, foot in map(_printed, cast(list[Any], book.worksheets))
    )


def _printed(sheet: Any) -> tuple[str, str]:
    """Return what stands in the middle of the head of a page, and on the right of its foot."""
    return str(sheet.oddHeader.center.text), str(sheet.oddFooter.right.text)


def facts_of(book: Workbook) -> list[tuple[object, ...]]:
    """Return names and values of the sheet that says where a list is from."""
    return [row[:2] for row in book.worksheets[-1].iter_rows(values_only=True)]


@pytest.mark.thorough
def test_each_list_of_an_organisation_carries_its_mark() -> None:
    books = twins_of(make_marked())

    marked = {name for name, book in books.items() if is_printed_on_every_page(book)}
    named = {
        name for name, book in books.items() if ("Classification mark", MARK) in facts_of(book)
    }
    kept = {name for name, book in books.items() if book.properties.keywords == MARK}
    assert marked == named == kept == TWINS - OF_NOBODY


def test_the_rows_of_a_list_stay_where_they_are_without_a_mark() -> None:
    member = make_marked()
    client = Client()
    client.force_login(member.user)

    marked = client.get(f"/o/{member.organisation.slug}/teams.xlsx").content
    type(member.organisation).objects.update(classification="")
    plain = client.get(f"/o/{member.organisation.slug}/teams.xlsx").content

    first, second = (openpyxl.load_workbook(BytesIO(each)) for each in (marked, plain))
    assert [*first.worksheets[0].values] == [*second.worksheets[0].values]
    assert second.sheetnames == first.sheetnames[:1]
    assert not second.properties.keywords
