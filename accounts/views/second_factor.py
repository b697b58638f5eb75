"""allauth's pages about second factors, with what they changed put on record."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.services import end_other_sessions, factors_of, tell_of_factors

View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """Write into the installation's chain what a form of allauth's changed, or change nothing.

    Whoever gives a factor up ends their other sessions: one of them may be somebody else's
    (ASVS 5.0, 7.4.3).
    """

    @wraps(view)
    def telling(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if request.method != "POST" or not isinstance(user, User):
            return view(request, *args, **kwargs)
        with transaction.atomic():
            before, now = factors_of(user), timezone.now()
            response = view(request, *args, **kwargs)
            if tell_of_factors(user=user, before=before, at=now):
                end_other_sessions(user=user, session_key=request.session.session_key, at=now)
        return response

    return telling


def at_once(view: View) -> View:
    """Keep the use of a code and its event in one transaction."""

    @wraps(view)
    def changing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        with transaction.atomic():
            return view(request, *args, **kwargs)

    return changing
