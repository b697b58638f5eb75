"""Signing in, signing out, changing and resetting the password, through the real pages."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import INSTALLATION, Event
from tests.builders import PASSWORD, make_member, make_user

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another long sentence to sign in with"


@pytest.fixture(autouse=True)
def _nothing_was_tried() -> None:
    cache.clear()


def _sign_in(client: Client, email: str, password: str = PASSWORD) -> int:
    answer = client.post(reverse("account_login"), {"login": email, "password": password})
    return answer.status_code


def _is_signed_in(client: Client) -> bool:
    return client.get(reverse("accounts:profile")).status_code == 200


def _verbs() -> list[str]:
    return [event.verb for event in Event.objects.of_chain(INSTALLATION).in_sequence()]


@pytest.mark.parametrize("email", ["ada@example.org", "ADA@Example.org"])
def test_a_person_signs_in_whatever_the_case_of_the_address(client: Client, email: str) -> None:
    make_user(email="ada@example.org", password=PASSWORD)

    status = _sign_in(client, email)

    assert status == 302
    assert _is_signed_in(client)
    assert _verbs() == ["user-created", "signed-in"]


def test_signing_in_answers_in_the_language_of_the_person(client: Client) -> None:
    user = make_user(password=PASSWORD, language="en")

    _sign_in(client, user.email)

    assert '<html lang="en"' in client.get(reverse("accounts:profile")).text


@pytest.mark.asvs("6.3.8")
def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    user = make_user(password=PASSWORD)
    page = reverse("account_login")

    answers = [
        client.post(page, {"login": email, "password": "wrong wrong wrong"})
        for email in (user.email, "nobody@example.org")
    ]

    errors = [answer.context["form"].errors.get_json_data() for answer in answers]
    assert errors[0] == errors[1] != {}
    assert not _is_signed_in(client)


@pytest.mark.asvs("6.3.1")
def test_a_password_can_be_tried_only_so_often(client: Client) -> None:
    user = make_user(password=PASSWORD)
    for _ in range(5):
        _sign_in(client, user.email, "wrong wrong wrong")

    _sign_in(client, user.email, PASSWORD)

    assert not _is_signed_in(client)


@pytest.mark.asvs("7.4.1", "3.5.3")
def test_signing_out_takes_a_post_and_ends_the_session(client: Client) -> None:
    user = make_user()
    client.force_login(user)

    client.get(reverse("account_logout"))
    was_signed_in = _is_signed_in(client)
    client.post(reverse("account_logout"))

    assert was_signed_in
    assert not _is_signed_in(client)
    assert _verbs()[-1] == "signed-out"


@pytest.mark.asvs("7.4.2")
def test_somebody_deactivated_is_out_at_once(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    was_still_in = _is_signed_in(client)
    _sign_in(client, user.email)

    assert not was_still_in
    assert not _is_signed_in(client)


def test_nobody_signs_up_alone(client: Client) -> None:
    page = reverse("account_signup")

    client.post(page, {"email": "new@example.org", "password1": PASSWORD})

    assert not User.objects.exists()


@pytest.mark.asvs("7.4.3", "6.2.2")
def test_changing_the_password_ends_the_other_sessions(client: Client) -> None:
    user = make_user(password=PASSWORD)
    elsewhere = Client()
    elsewhere.force_login(user)
    client.force_login(user)

    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    user.refresh_from_db()
    assert answer.status_code == 302
    assert user.check_password(NEW_PASSWORD)
    assert not _is_signed_in(elsewhere)
    assert "password-changed" in _verbs()


@pytest.mark.asvs("6.2.1", "6.2.4")
@pytest.mark.parametrize(
    "password",
    [
        pytest.param("fourteen chars", id="short"),
        pytest.param("123456789123456789", id="common"),
    ],
)
def test_a_weak_password_is_refused(client: Client, password: str) -> None:
    user = make_user(password=PASSWORD)
    client.force_login(user)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )

    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_who_has_no_password_chooses_one_where_others_change_theirs(client: Client) -> None:
    user = make_member().user
    client.force_login(user)

    page = client.get("/account/password/change/", follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}, follow=True
    )

    user.refresh_from_db()
    assert page.status_code == 200
    assert user.check_password(PASSWORD)
    assert "password-changed" in _verbs()


@pytest.mark.asvs("6.4.3")
def test_a_forgotten_password_is_reset_by_mail(client: Client) -> None:
    user = make_user(password=PASSWORD)

    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(form.request["PATH_INFO"], passwords)

    user.refresh_from_db()
    assert mail.outbox[0].to == [user.email]
    assert user.check_password(NEW_PASSWORD)


@pytest.mark.asvs("9.2.1", "6.4.3")
def test_a_reset_link_works_once(client: Client) -> None:
    user = make_user(password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[0].body))
    assert link
    user.set_password(NEW_PASSWORD)
    user.save(update_fields=["password"])

    page = client.get(link[1], follow=True)
    client.post(page.request["PATH_INFO"], {"password1": "x" * 20, "password2": "x" * 20})

    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)


@pytest.mark.asvs("6.3.8")
def test_a_reset_tells_a_stranger_nothing(client: Client) -> None:
    user = make_user(password=PASSWORD)
    page = reverse("account_reset_password")

    answers = [client.post(page, {"email": email}) for email in (user.email, "no@example.org")]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, reverse("account_reset_password_done"))
    }


def test_private_pages_are_not_stored(client: Client) -> None:
    client.force_login(make_member().user)

    answer = client.get(reverse("accounts:profile"))

    assert "no-store" in answer["Cache-Control"]
