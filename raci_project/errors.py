"""Error pages: localised, with the request id a person can quote."""

import sys
from contextlib import suppress
from typing import Final

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language_from_request, override
from django.views.decorators.csrf import requires_csrf_token

from accounts.services import MailNotSent
from audit.context import current_request_id
from raci_project.outages import MAIL, Outage, outage_of

_CHUNK: Final = 1 << 16


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a form that is too large."""
    too_large = (RequestDataTooBig, TooManyFieldsSent)
    return _page(request, 413 if isinstance(exception, too_large) else 400)


@requires_csrf_token
def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: seen, but not yours to do."""
    return _page(request, 403)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not there for this person."""
    return _page(request, 404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """503 when the database, a disk or the mail server is out of order, else 500.

    Neither page reads anything from the database, which may be what failed.
    """
    error = sys.exception()
    outage = MAIL if isinstance(error, MailNotSent) else outage_of(error)
    if outage:
        return _out_of_order(request, outage)
    return render(None, "500.html", {"request_id": current_request_id()}, status=500)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is missing or stale."""
    return render(request, "403.html", {"is_stale_form": True}, status=403)


def _out_of_order(request: HttpRequest, outage: Outage) -> HttpResponse:
    _hear_out(request)
    with override(get_language_from_request(request)):
        response = _told(request, outage)
    response.headers["Retry-After"] = str(outage.seconds)
    add_never_cache_headers(response)
    return response


def _hear_out(request: HttpRequest) -> None:
    """Read what is still being sent: a browser shows no answer that comes before it has ended."""
    with suppress(OSError):
        while request.read(_CHUNK):
            pass


def _told(request: HttpRequest, outage: Outage) -> HttpResponse:
    is_sent = request.method not in {"GET", "HEAD"}
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        said = f"{outage.heading}. {outage.kept if is_sent else outage.what}"
        return JsonResponse({"message": said}, status=503)
    context = {"outage": outage, "is_sent": is_sent, "request_id": current_request_id()}
    return render(None, "503.html", context, status=503)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", status=status)
