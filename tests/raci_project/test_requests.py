"""What every request can count on: an id, a page for each refusal, links that are ours."""

import re
from pathlib import Path

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from accounts.rights import Role
from raci_project.environment import Refused
from raci_project.secrets import read_or_make
from tests.builders import PASSWORD, make_assessment, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_manager() -> Client:
    """Return a browser that a manager is signed in with."""
    client = Client()
    client.force_login(make_member(Role.MANAGER).user)
    return client


def test_each_answer_has_an_id_of_its_own(client_of_manager: Client) -> None:
    first, second = client_of_manager.get("/profile/"), client_of_manager.get("/profile/")

    assert re.fullmatch("[0-9a-f]{16}", first["X-Request-ID"])
    assert first["X-Request-ID"] != second["X-Request-ID"]


@pytest.mark.asvs("14.3.2")
def test_private_pages_are_not_stored(client_of_manager: Client) -> None:
    response = client_of_manager.get("/profile/")

    assert "no-store" in response["Cache-Control"]


@pytest.mark.asvs("3.4.3", "14.2.3")
def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere(
    client_of_manager: Client,
) -> None:
    policy = client_of_manager.get("/profile/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.asvs("16.5.1")
def test_a_page_that_is_not_there_says_so_with_the_id(client_of_manager: Client) -> None:
    response = client_of_manager.get("/nowhere/", headers={"accept-language": "en"})

    assert response.status_code == 404
    assert response["X-Request-ID"] in response.content.decode()


def test_a_wrong_verb_is_answered_with_a_page_and_the_right_one(
    client_of_manager: Client,
) -> None:
    response = client_of_manager.get("/profile/save/")

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "<main" in response.content.decode()


def test_a_form_that_is_too_large_is_413(client_of_manager: Client) -> None:
    response = client_of_manager.post("/profile/save/", {"name": "x" * 3_000_000})

    assert response.status_code == 413
    assert "<main" in response.content.decode()


def test_after_signing_in_again_a_form_leads_to_its_page_not_its_target() -> None:
    response = Client().post(
        "/profile/save/", headers={"referer": "http://testserver/profile/?from=menu"}
    )

    assert response["Location"] == "/account/login/?next=/profile/%3Ffrom%3Dmenu"


@pytest.mark.asvs("3.7.2")
@pytest.mark.parametrize("referer", ["https://evil.example/x", "", "javascript:alert(1)"])
def test_a_page_of_somebody_else_is_never_led_to(referer: str) -> None:
    response = Client().post("/profile/save/", headers={"referer": referer})

    assert response["Location"] == "/account/login/?next=/"


@pytest.mark.parametrize("target", ["foo", "//evil.example", "https://evil.example", ""])
def test_the_language_switch_leads_home_when_the_page_is_not_ours(target: str) -> None:
    response = Client().post("/language/", {"language": "en", "next": target})

    assert response["Location"] == "/"


@pytest.mark.thorough
@pytest.mark.parametrize("size", ["-1", "0", "x", "9" * 30])
def test_nobody_else_says_how_long_a_page_is(size: str) -> None:
    member = make_member(Role.MANAGER)
    assessment = make_assessment(member)
    client = Client()
    client.force_login(member.user)
    slug = member.organisation.slug
    urls = [
        f"/o/{slug}/assessments/",
        f"/o/{slug}/assessments.xlsx",
        f"/o/{slug}/matrices/{assessment.edition_id}/",
    ]

    answers = {
        client.get(url, {name: size}).status_code for url in urls for name in ("per_page", "page")
    }

    assert answers == {200}


@pytest.mark.asvs("6.4.3", "4.1.3")
def test_the_link_of_a_reset_starts_with_the_address_of_the_site(settings: Settings) -> None:
    cache.clear()
    settings.SITE_URL = "https://remit.valmont.example"
    settings.ALLOWED_HOSTS = ["*"]
    user = make_user(password=PASSWORD)

    Client().post(
        "/account/password/reset/", {"email": user.email}, headers={"host": "evil.example"}
    )

    (letter,) = mail.outbox
    assert "https://remit.valmont.example/account/password/reset/key/" in letter.body
    assert "evil.example" not in letter.body


@pytest.mark.asvs("15.3.3")
@pytest.mark.parametrize("path", ["email/", "confirm-email/", "login/code/"])
def test_nobody_changes_the_address_they_sign_in_with_past_the_log(
    path: str, client_of_manager: Client
) -> None:
    before = set(User.objects.values_list("email", flat=True))

    response = client_of_manager.post(
        f"/account/{path}", {"action_add": "", "email": "other@evil.example"}
    )

    assert response.status_code == 404
    assert set(User.objects.values_list("email", flat=True)) == before


@pytest.mark.asvs("13.3.2", "13.2.3")
def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secrets.env"

    first, second = read_or_make(path), read_or_make(path)

    assert first == second
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == ["secrets.env"]


def test_a_secrets_file_that_lacks_one_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "secrets.env"
    path.write_text("SECRET_KEY=x\n")

    with pytest.raises(Refused, match="AUDIT_KEY"):
        read_or_make(path)
