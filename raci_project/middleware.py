"""What every request passes through: a request id, and no caching of private pages."""

import logging
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from audit.context import current_request_id, request_id_is

GetResponse = Callable[[HttpRequest], HttpResponse]


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


class RequestIdFilter(logging.Filter):
    """Add the request id to each log line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drop a line."""
        record.request_id = current_request_id() or "-"
        return True


def private_pages(get_response: GetResponse) -> GetResponse:
    """Forbid storing any page of a signed-in person (ASVS 14.3.2)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return middleware
