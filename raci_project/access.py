"""One log line for each answer, and its count for `/metrics`."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from audit.context import current_request_id
from raci_project.logs import REQUEST_ID, KeyFilter, request_is

STATIC: Final = "static"  # the route of files: told at DEBUG, a page asks for dozens
_log = logging.getLogger("remit.access")


def answers_told(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Tell of each answer: verb, route, path without keys, status, milliseconds to its start."""
    count = _counter()

    def middleware(request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        request.META[REQUEST_ID] = current_request_id()
        with request_is(request):
            response = get_response(request)
            seconds = perf_counter() - started
            route = route_of(request)
            count(route, request.method or "", response.status_code, seconds)
            level = logging.DEBUG if route == STATIC else logging.INFO
            if _log.isEnabledFor(level):
                _tell(level, request, _Answer(route, response.status_code, seconds))
        return response

    return middleware


def route_of(request: HttpRequest) -> str:
    """Return the name of the route that answers, "static" for a file, "-" when none does."""
    if request.path.startswith(settings.STATIC_URL):
        return STATIC
    match = request.resolver_match
    return match.view_name if match else "-"


class _Answer(NamedTuple):
    route: str
    status: int
    seconds: float


def _tell(level: int, request: HttpRequest, answer: _Answer) -> None:
    path = KeyFilter.without(request.path)
    facts = {
        "method": request.method,
        "route": answer.route,
        "path": path,
        "status": answer.status,
        "ms": round(answer.seconds * 1000, 1),
    }
    said = f"{request.method} {path} {answer.status} {facts['ms']} ms"
    _log.log(level, "%s", said, extra={"answer": facts})


def _counter() -> Callable[[str, str, int, float], None]:
    """Return what counts an answer: nothing, while nobody may read the numbers."""
    if not settings.METRICS_TOKEN:
        return lambda _route, _verb, _status, _seconds: None
    from raci_project.metrics import count_answer

    return count_answer
