"""The password of a share link: asked once, throttled, and nothing is said before it."""

import logging

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import Membership
from assessments.models import Assessment, LinkView
from raci_project.logs import KeyFilter
from tests.assessments.proofs.proving import make_proof, rows_of
from tests.builders import NOW
from tests.builders.links import make_share_link

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_that_day")]

ENGLISH = {"accept-language": "en"}
PASSWORD = "seventeen letters"


@pytest.fixture(autouse=True)
def _start_counting() -> None:
    cache.clear()


@pytest.fixture
def token(manager: Membership, assessment: Assessment) -> str:
    """Return the token of a link with a password."""
    return make_share_link(assessment, by=manager, password=PASSWORD).token


def test_nothing_is_said_before_the_password(
    client: Client, manager: Membership, assessment: Assessment, token: str
) -> None:
    proof = make_proof(rows_of(assessment)[0], by=manager)

    page = client.get(f"/shared/{token}/", headers=ENGLISH)
    others = [
        client.get(f"/shared/{token}/duties.xlsx"),
        client.post(f"/shared/{token}/workbook/"),
        client.get(f"/shared/{token}/evidence/{proof.key}/"),
        client.get(f"/shared/{token}/evidence/{proof.key}/file/"),
    ]

    said = page.content.decode()
    assert "This link has a password" in said
    assert [name for name in (assessment.scope, "Lenoir", "of 2") if name in said] == []
    assert assessment.organisation.name not in said
    assert [each.headers["Location"] for each in others] == [f"/shared/{token}/"] * 4
    assert not LinkView.objects.exists()


@pytest.mark.asvs("9.2.3")
def test_the_password_opens_this_link_in_this_browser_and_no_other(
    client: Client, manager: Membership, assessment: Assessment, token: str
) -> None:
    other = make_share_link(assessment, by=manager, password=PASSWORD).token

    answer = client.post(f"/shared/{token}/open/", {"password": PASSWORD})
    pages = [client.get(f"/shared/{each}/", headers=ENGLISH) for each in (token, other)]

    kept = answer.cookies["remit_share"]
    assert answer.headers["Location"] == f"/shared/{token}/"
    assert (kept["path"], kept["max-age"]) == (f"/shared/{token}/", 7200)
    assert kept["httponly"]
    assert kept["samesite"] == "Lax"
    assert ["Shared with" in page.content.decode() for page in pages] == [True, False]


@pytest.mark.asvs("3.3.1")
def test_behind_tls_the_pass_is_bound_to_it(
    client: Client, token: str, settings: Settings
) -> None:
    settings.IS_SERVED_BY_HTTPS = True

    answer = client.post(f"/shared/{token}/open/", {"password": PASSWORD})
    page = client.get(f"/shared/{token}/", headers=ENGLISH, secure=True)

    assert answer.cookies["__Secure-share"]["secure"]
    assert "Shared with" in page.content.decode()


@pytest.mark.asvs("9.1.1")
@pytest.mark.parametrize("value", ["", "in", "in:1:x"])
def test_a_pass_that_nobody_signed_opens_nothing(client: Client, token: str, value: str) -> None:
    client.cookies["remit_share"] = value

    page = client.get(f"/shared/{token}/", headers=ENGLISH)

    assert "This link has a password" in page.content.decode()


@pytest.mark.asvs("16.3.3")
def test_a_wrong_password_is_noted_and_said(client: Client, token: str) -> None:
    answers = [
        client.post(f"/shared/{token}/open/", {"password": tried}, headers=ENGLISH)
        for tried in ("wrong", "")
    ]

    assert [each.status_code for each in answers] == [422, 422]
    assert "This is not the password of this link." in answers[0].content.decode()
    assert [view.outcome for view in LinkView.objects.all()] == ["wrong_password"]


@pytest.mark.asvs("6.3.1")
def test_tries_are_counted_in_shared_storage(client: Client, token: str) -> None:
    for _ in range(5):
        client.post(f"/shared/{token}/open/", {"password": "wrong"})

    answer = client.post(f"/shared/{token}/open/", {"password": PASSWORD}, headers=ENGLISH)

    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert "remit_share" not in answer.cookies


def test_a_link_without_a_password_takes_none(
    client: Client, manager: Membership, assessment: Assessment
) -> None:
    made = make_share_link(assessment, by=manager)

    answer = client.post(f"/shared/{made.token}/open/", {"password": ""})

    assert answer.status_code == 422
    assert client.get(f"/shared/{made.token}/").status_code == 200
    assert made.link.expires_at > NOW


@pytest.mark.asvs("2.4.1")
@pytest.mark.thorough
def test_many_requests_of_one_address_are_held_back(client: Client) -> None:
    answers = [client.post("/shared/none/open/").status_code for _ in range(21)]

    assert answers == [404] * 20 + [429]


@pytest.mark.asvs("16.2.5")
@pytest.mark.parametrize(
    "path", ["/shared/{}/", "/shared/{}/evidence/1/file/", "/x?next=/shared/{}"]
)
def test_the_log_leaves_tokens_out(token: str, path: str) -> None:
    said = path.format(token)
    record = logging.LogRecord("x", logging.WARNING, "x", 1, "Not Found: %s", (said,), None)

    KeyFilter().filter(record)

    assert token not in record.getMessage()
    assert "/shared/…" in record.getMessage()
