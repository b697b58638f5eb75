"""Signing in through an OpenID Connect provider, which runs as a process of its own."""

from collections.abc import Iterator
from socket import socket
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.models import Organisation, User
from audit.models import INSTALLATION, Event
from tests.accounts.providers import configure, running_provider
from tests.accounts.second_factors import make_app
from tests.builders import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
LEAVE = reverse("accounts:sign_in_by_provider")
LOGIN = reverse("account_login")


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> None:
    cache.clear()


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Run a provider; return its address."""
    with running_provider() as address:
        yield address


@pytest.fixture
def provider(issuer: str, settings: Settings) -> str:
    """Sign in through the provider; return its address."""
    configure(settings, issuer)
    return issuer


def _leave(client: Client, **fields: str) -> str:
    return str(client.post(LEAVE, fields).context["target"])


def _come_back(client: Client, target: str, email: str, verified: bool | str = True) -> Any:
    parts = urlsplit(target)
    claims: dict[str, bool | str] = {"email": email, "email_verified": verified}
    requests.put(f"{parts.scheme}://{parts.netloc}/users/someone", json=claims, timeout=10)
    answer = requests.post(target, data={"sub": "someone"}, allow_redirects=False, timeout=10)
    back = urlsplit(answer.headers["Location"])
    return client.get(f"{back.path}?{back.query}")


def _is_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


@pytest.mark.thorough
@pytest.mark.asvs("10.5.1", "10.2.1")
def test_a_person_we_know_is_signed_in_with_state_nonce_and_pkce(
    client: Client, provider: str
) -> None:
    user = make_user(email="ada@example.org", password=PASSWORD)

    target = _leave(client, next=reverse("accounts:security"))
    answer = _come_back(client, target, "Ada@Example.org")

    asked = parse_qs(urlsplit(target).query)
    user.refresh_from_db()
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["code_challenge_method"] == ["S256"]
    assert answer["Location"] == reverse("accounts:security")
    assert _is_in(client)
    assert user.check_password(PASSWORD)
    assert not SocialAccount.objects.exists()
    assert Event.objects.of_chain(INSTALLATION).in_sequence().reverse()[0].verb == "signed-in"


@pytest.mark.asvs("6.3.4")
@pytest.mark.thorough
@pytest.mark.parametrize(
    ("email", "verified"),
    [
        pytest.param("new@example.org", True, id="unknown"),
        pytest.param("ada@example.org", False, id="unverified"),
        pytest.param("ada@example.org", "false", id="unverified in letters"),
    ],
)
def test_nobody_else_is_signed_in_and_no_account_is_made(
    client: Client, provider: str, email: str, verified: bool | str
) -> None:
    make_user(email="ada@example.org")

    answer = _come_back(client, _leave(client), email, verified)

    assert answer.status_code == 403
    assert not _is_in(client)
    assert User.objects.count() == 1


@pytest.mark.asvs("10.5.2")
@pytest.mark.thorough
def test_an_address_verified_in_letters_is_verified(client: Client, provider: str) -> None:
    make_user(email="ada@example.org")

    _come_back(client, _leave(client), "ada@example.org", "true")

    assert _is_in(client)


@pytest.mark.asvs("6.3.4")
@pytest.mark.thorough
def test_somebody_deactivated_stays_out(client: Client, provider: str) -> None:
    user = make_user(email="ada@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)

    _come_back(client, _leave(client), "ada@example.org")

    assert not _is_in(client)


@pytest.mark.thorough
@pytest.mark.asvs("10.5.1", "10.1.2")
def test_an_answer_to_another_sign_in_is_none(client: Client, provider: str) -> None:
    make_user(email="ada@example.org")
    _leave(client)
    stolen = _leave(Client())

    answer = _come_back(client, stolen, "ada@example.org")

    assert answer.status_code == 401
    assert not _is_in(client)


@pytest.mark.thorough
def test_an_answer_without_our_nonce_is_none(client: Client, provider: str) -> None:
    make_user(email="ada@example.org")
    target = _leave(client)
    nonce = parse_qs(urlsplit(target).query)["nonce"][0]

    answer = _come_back(client, target.replace(nonce, "another"), "ada@example.org")

    assert answer.status_code == 403
    assert not _is_in(client)


@pytest.mark.asvs("6.3.4", "6.8.4")
@pytest.mark.thorough
def test_a_second_factor_of_ones_own_is_asked_for_all_the_same(
    client: Client, provider: str
) -> None:
    make_app(make_user(email="ada@example.org"))

    answer = _come_back(client, _leave(client), "ada@example.org")

    assert answer["Location"] == reverse("mfa_authenticate")
    assert not _is_in(client)


@pytest.mark.asvs("6.8.4")
@pytest.mark.thorough
@pytest.mark.parametrize("is_trusted", [True, False])
def test_the_provider_stands_in_for_a_second_factor_where_the_installation_says_so(
    client: Client, provider: str, settings: Settings, is_trusted: bool
) -> None:
    member = make_member(user=make_user(email="ada@example.org"))
    Organisation.objects.filter(pk=member.organisation_id).update(requires_mfa=True)
    settings.OIDC_IS_SECOND_FACTOR = is_trusted
    _come_back(client, _leave(client), "ada@example.org")

    answer = client.get(reverse("accounts:rights", args=[member.organisation.slug]))

    assert answer.status_code == (200 if is_trusted else 302)


@pytest.mark.asvs("16.5.2")
def test_a_dead_provider_gets_a_page_in_words(client: Client, settings: Settings) -> None:
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    configure(settings, f"http://127.0.0.1:{port}")

    answer = client.post(LEAVE)

    assert answer.status_code == 503
    assert "Annuaire" in answer.text
    assert LOGIN in answer.text


@pytest.mark.asvs("10.1.2", "7.6.2")
def test_an_answer_that_nobody_asked_for_gets_a_page_in_words(
    client: Client, settings: Settings
) -> None:
    configure(settings, "http://127.0.0.1:1")

    answer = client.get(reverse("openid_connect_callback") + "?code=c&state=s")

    assert answer.status_code == 401
    assert "Annuaire" in answer.text


def test_who_stops_on_the_way_is_told_that_nothing_happened(client: Client) -> None:
    answer = client.get(reverse("socialaccount_login_cancelled"))

    assert answer.status_code == 200
    assert LOGIN in answer.text


@pytest.mark.parametrize("is_there", [True, False])
def test_the_sign_in_page_offers_the_provider_there_is(
    client: Client, settings: Settings, is_there: bool
) -> None:
    if is_there:
        configure(settings, "http://127.0.0.1:1")

    page = client.get(LOGIN)

    assert (LEAVE in page.text, "Annuaire" in page.text) == (is_there, is_there)


@pytest.mark.parametrize("path", ["signup/", "connections/", "login/", "oidc/login/"])
def test_nothing_else_of_the_provider_pages_is_there(client: Client, path: str) -> None:
    client.force_login(make_user())

    answers = [
        client.get(f"/account/{prefix}/{path}") for prefix in ("oidc", "social", "3rdparty")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]


@pytest.mark.thorough
def test_a_provider_is_never_connected_to_an_account(client: Client, provider: str) -> None:
    client.force_login(make_user())

    answer = _come_back(client, _leave(client, process="connect"), "eve@example.org")

    assert answer.status_code == 403
    assert not SocialAccount.objects.exists()
