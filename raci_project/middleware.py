"""What every request passes through: a request id, sign-in, no caching of private pages."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from time import time
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from accounts.http import page_before
from accounts.services import forget_session, see_session
from audit.context import current_request_id, request_id_is

GetResponse = Callable[[HttpRequest], HttpResponse]

SEEN_EVERY_SECONDS = 600


def request_id(get_response: GetResponse) -> GetResponse:
    """Give each request an id: in the response header, the log, the audit events, error pages."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with request_id_is(secrets.token_hex(8)) as chosen:
            response = get_response(request)
            response.headers["X-Request-ID"] = chosen
            return response

    return middleware


def request_id_context(_request: HttpRequest) -> dict[str, str]:
    """Put `request_id` into every template."""
    return {"request_id": current_request_id()}


class SignInMiddleware(LoginRequiredMiddleware):
    """Ask for sign-in; after it lead to a page, never to the target of a form."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseRedirect:
        """Lead back to where the form stood when the request was one."""
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        return redirect_to_login(page_before(request), settings.LOGIN_URL)


def wrong_verb_page(get_response: GetResponse) -> GetResponse:
    """Give 405 a page in words: the answer itself is empty."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
            page.headers["Allow"] = response.headers["Allow"]
            return page
        return response

    return middleware


def private_pages(get_response: GetResponse) -> GetResponse:
    """Forbid storing any page of a signed-in person (ASVS 14.3.2)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware


def sessions_seen(get_response: GetResponse) -> GetResponse:
    """Keep when a session was last in use, and end one that was not for long.

    Both once in ten minutes, not with every request.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        session_key = request.session.session_key
        is_noted = session_key and request.session.get("is_noted")
        if is_noted and not _see(session_key, int(time()) // SEEN_EVERY_SECONDS):
            forget_session(session_key=session_key)
            logout(request)
        return get_response(request)

    return middleware


@lru_cache(maxsize=10_000)
def _see(session_key: str, _period: int) -> bool:
    """Write it once for each session and period in this process; tell whether it goes on."""
    # Seen at some time of a period, it may have been in use until its end.
    minutes = settings.SESSION_IDLE_MINUTES
    idle = timedelta(minutes=minutes, seconds=SEEN_EVERY_SECONDS) if minutes else None
    # A page is not refused because the database is busy with something longer.
    with suppress(OperationalError):
        return see_session(session_key=session_key, at=timezone.now(), idle=idle)
    return True
