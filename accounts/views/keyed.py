"""Guarding public routes whose address holds a key."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def keyed(view: View[P]) -> Callable[..., HttpResponse]:
    """Throttle a route in shared storage, and keep its key out of caches and referrers.

    The log leaves keys out besides (raci_project/logs.py).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        is_within = ratelimit.consume(
            request,
            app="accounts",
            action=request.method or "",
            config=settings.INVITATION_RATES,
            limit_get=True,
        )
        answer = view(request, *args, **kwargs) if is_within else ratelimit.respond_429(request)
        answer.headers["Referrer-Policy"] = "strict-origin"
        answer.headers["Cache-Control"] = "no-store, private"
        return answer

    return guarded
