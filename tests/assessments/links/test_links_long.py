"""A share link to very many rows gives page and list, and has nobody's server work for minutes."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Membership
from assessments.models import Assessment, Export
from tests.assessments.links.opening import ENGLISH, address, open_page, take_workbook
from tests.assessments.proofs.proving import make_proof, rows_of
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

SAID = (
    "This link shows 4 rows; through a link, a workbook and an evidence pack are made of at most"
)


@pytest.fixture
def _few_at_once(settings: Settings) -> None:
    """Call three rows many."""
    settings.WORKBOOK_ROWS_AT_ONCE = 3


@pytest.mark.usefixtures("_few_at_once")
@pytest.mark.parametrize("what", ["workbook/", "pack/"])
def test_of_many_rows_neither_workbook_nor_pack_is_made_and_the_page_says_why(
    what: str, manager: Membership, assessment: Assessment
) -> None:
    make_proof(rows_of(assessment)[0], by=manager)
    token = make_share_link(assessment, by=manager).token

    answer = Client().post(address(token, what), headers=ENGLISH)
    page = open_page(token).content.decode()

    assert answer.status_code == 409
    assert SAID in answer.content.decode()
    assert SAID in page
    assert address(token, what) not in page
    assert not Export.objects.exists()


@pytest.mark.usefixtures("_few_at_once")
def test_of_many_rows_the_list_has_all_of_them(
    manager: Membership, assessment: Assessment
) -> None:
    token = make_share_link(assessment, by=manager).token

    answer = open_page(token, "duties.xlsx")

    assert answer.status_code == 200
    assert address(token, "duties.xlsx") in open_page(token).content.decode()


@pytest.mark.usefixtures("_few_at_once")
def test_a_link_to_a_part_of_a_long_assessment_has_its_workbook(
    manager: Membership, assessment: Assessment
) -> None:
    token = make_share_link(assessment, by=manager, query="coverage=gap").token

    book = take_workbook(token)

    assert "Duties" in book.sheetnames
    assert SAID[:20] not in open_page(token).content.decode()


@pytest.mark.usefixtures("_few_at_once")
def test_whoever_makes_a_link_to_many_rows_is_told_before(
    client: Client, manager: Membership, assessment: Assessment
) -> None:
    client.force_login(manager.user)
    url = f"/o/{manager.organisation.slug}/assessments/{assessment.pk}/sharing/links/new/"

    whole, part = (
        client.get(f"{url}{query}", headers=ENGLISH).content.decode()
        for query in ("", "?coverage=gap")
    )

    warning = "are made of at most 3 rows"
    assert (warning in whole, warning in part) == (True, False)
