"""The mail server is down: who waits for a mail is told, and nothing else fails for it."""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from socket import socket

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from pytest_django.fixtures import Settings

from tests.builders import PASSWORD, make_user
from tests.faults.noting import note
from tests.mailbox import serving

pytestmark = pytest.mark.django_db

RESET = "/account/password/reset/"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def no_mail_server(settings: Settings) -> Iterator[None]:
    """Have a mail server that is not there: the port is bound, and nobody listens."""
    cache.clear()
    with socket() as bound:
        bound.bind(("127.0.0.1", 0))
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = bound.getsockname()
        yield


@pytest.mark.parametrize("is_known", [True, False])
def test_who_asks_for_a_new_password_is_told_that_no_mail_was_sent(
    no_mail_server: None, is_known: bool
) -> None:
    email = make_user().email if is_known else "nobody@example.org"
    browser = Client(raise_request_exception=False, headers=ENGLISH)

    answer = browser.post(RESET, {"email": email})

    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "The mail could not be sent" in page
    assert "Ask for it again once mail works." in page


def test_the_mail_is_sent_once_the_server_is_back(
    no_mail_server: None, settings: Settings
) -> None:
    user, browser = make_user(), Client(raise_request_exception=False, headers=ENGLISH)
    first = browser.post(RESET, {"email": user.email})

    with serving(settings) as mailbox:
        second = browser.post(RESET, {"email": user.email})

    assert first.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert second.status_code == HTTPStatus.FOUND
    assert [receivers for _, receivers, _ in mailbox.mails] == [[user.email]]
    note("mail server down", "503 “The mail could not be sent”", None)


def test_a_password_is_changed_though_nobody_can_be_told_by_mail(
    no_mail_server: None,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    user, browser = make_user(password=PASSWORD), Client()
    browser.post("/account/login/", {"login": user.email, "password": PASSWORD})
    new = "another long password 7"

    with (
        caplog.at_level(logging.ERROR),
        django_capture_on_commit_callbacks(execute=True) as callbacks,
    ):
        answer = browser.post(
            "/account/password/change/",
            {"oldpassword": PASSWORD, "password1": new, "password2": new},
        )

    user.refresh_from_db()
    assert answer.status_code == HTTPStatus.FOUND
    assert user.check_password(new)
    assert callbacks
    assert "A mail about an account was not sent" in caplog.text
