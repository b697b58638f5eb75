"""Who a share link lets in: nobody without a token that holds, and one answer to all of them."""

from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Membership
from assessments.models import Answer, Assessment, LinkView, ShareLink
from assessments.services.links import revoke_link
from tests.assessments.links.opening import ENGLISH, address, open_page
from tests.assessments.proofs.proving import make_proof, rows_of
from tests.builders import NOW
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]


@pytest.mark.thorough
@pytest.mark.asvs("8.3.1")
def test_an_address_that_opens_nothing_is_answered_alike_whatever_the_reason(
    manager: Membership, assessment: Assessment
) -> None:
    proof = make_proof(rows_of(assessment)[0], by=manager)
    made = [make_share_link(assessment, by=manager) for _ in range(2)]
    revoke_link(link=made[0].link, revision=1, by=manager, at=NOW)
    made[1] = make_share_link(assessment, by=manager, at=NOW.replace(year=2025))
    tokens = [*(each.token for each in made), "x" * 43]
    ends = ("", "duties.xlsx", f"evidence/{proof.key}/", f"evidence/{proof.key}/file/")

    answers = [open_page(token, end) for token in tokens for end in ends]
    answers += [
        Client().post(address(token, end), headers=ENGLISH)
        for token in tokens
        for end in ("open/", "workbook/")
    ]

    said = {
        each.content.replace(each.headers["X-Request-ID"].encode(), b"").partition(b"<main")[2]
        for each in answers
    }
    assert {each.status_code for each in answers} == {404}
    assert len(said) == 1
    assert not LinkView.objects.exists()


def test_a_proof_that_is_not_there_is_answered_as_an_address_that_opens_nothing(
    manager: Membership, assessment: Assessment
) -> None:
    token = make_share_link(assessment, by=manager).token

    answer = open_page(token, f"evidence/{uuid4()}/")

    assert answer.status_code == 404
    assert "This link opens nothing" in answer.content.decode()


@pytest.mark.asvs("14.3.2", "3.4.5")
def test_a_page_is_stored_nowhere_found_by_no_search_and_sends_no_path_on(
    manager: Membership, assessment: Assessment
) -> None:
    token = make_share_link(assessment, by=manager).token

    headers = open_page(token).headers

    assert headers["Cache-Control"] == "no-store, private"
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["X-Robots-Tag"].startswith("noindex")
    assert "script-src 'self'" in headers["Content-Security-Policy"]


def test_a_link_ends_between_two_requests(manager: Membership, assessment: Assessment) -> None:
    made = make_share_link(assessment, by=manager)
    before = open_page(made.token).status_code

    revoke_link(link=ShareLink.objects.get(), revision=1, by=manager, at=NOW)

    assert (before, open_page(made.token).status_code) == (200, 404)
    assert Answer.objects.of_assessment(assessment).exists()
