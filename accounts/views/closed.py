"""The log of an organisation that was deleted: where it ended, and the file of it."""

from typing import cast

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.http import UserRequest
from accounts.selectors.closing import LINK_DAYS, ClosedLog, closed_log
from audit.selectors import sealed_lines


@require_GET
def closed(request: UserRequest, closing_key: str) -> HttpResponse:
    """Show where a log ended, and lead to the file."""
    context = {"log": _find(request, closing_key), "key": closing_key, "days": LINK_DAYS}
    return render(request, "accounts/closed.html", context)


@require_GET
def closed_file(request: UserRequest, closing_key: str) -> HttpResponse:
    """Hand out a log, one event a line."""
    log = _find(request, closing_key)
    response = StreamingHttpResponse(
        sealed_lines(log.chain),
        content_type="application/jsonl",
        headers={
            "Content-Disposition": f'attachment; filename="log-{log.organisation_id}.jsonl"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, response)


def _find(request: UserRequest, closing_key: str) -> ClosedLog:
    log = closed_log(closing_key, request.user)
    if log is None:
        raise Http404
    return log
