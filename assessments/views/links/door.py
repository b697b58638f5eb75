"""Guarding the pages of a share link: the token in the address opens them, and nobody signs in.

The log leaves tokens out besides (raci_project/logs.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, ParamSpec

from allauth.core.internal import ratelimit
from django.conf import settings
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from assessments.forms.links import PasswordForm
from assessments.models import ShareLink
from assessments.selectors.links.finding import link_of
from assessments.services.links import LinkGone

P = ParamSpec("P")

_RATES: Final = {"GET": "120/m/ip", "POST": "20/m/ip"}
_TRIES: Final = {"password": "5/5m/ip,30/h/key"}
_STAY_SECONDS: Final = 2 * 3600
# The origin has to go with a form: with "no-referrer" browsers send none, and a form without is
# refused as forged (docs/adr/0009). Paths, and so tokens, never go anywhere.
_REFERRER: Final = "strict-origin"


class LinkRequest(HttpRequest):
    """A request that came with a token which opens something."""

    link: ShareLink
    token: str


View = Callable[Concatenate[LinkRequest, P], HttpResponse]


def through_link(view: View[P]) -> Callable[..., HttpResponse]:
    """Show a page of a link to whoever may see it now: the token, and the password if it has one.

    One answer, 404, for every token that opens nothing; without the password the way to it.
    """

    @wraps(view)
    def passed(request: LinkRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if _is_passed(request):
            return view(request, *args, **kwargs)
        if request.path == page_of(request.token):
            return password_page(request, PasswordForm())
        return redirect(page_of(request.token))

    return at_the_door(passed)


def at_the_door(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Find the link of a token, throttled, and keep the token out of caches and referrers."""

    @wraps(view)
    def guarded(
        request: LinkRequest, share_token: str, *args: object, **kwargs: object
    ) -> HttpResponse:
        answer = _answer(request, share_token, lambda: view(request, *args, **kwargs))
        is_page = answer.headers["Content-Type"].startswith("text/html")
        answer.headers["Referrer-Policy"] = _REFERRER if is_page else "no-referrer"
        answer.headers["Cache-Control"] = "no-store, private"
        answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return answer

    return guarded


def page_of(token: str) -> str:
    """Return the path of the page that a token opens."""
    return reverse("assessments:shared", args=[token])


def password_page(request: LinkRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    """Ask for the password of a link, and say nothing of what is behind it."""
    context = {
        "form": form,
        "open_url": reverse("assessments:open_shared", args=[request.token]),
        "referrer": _REFERRER,
    }
    return render(request, "assessments/links/password.html", context, status=status)


def may_try(request: LinkRequest) -> bool:
    """Count a password that is tried; tell whether it may be: shared by all processes."""
    key = str(request.link.key)
    return bool(ratelimit.consume(request, app="links", action="password", config=_TRIES, key=key))


def _cookie() -> str:
    # Bound to TLS by its name, and by its path to one link: "__Host-" allows no path.
    return "__Secure-share" if settings.IS_SERVED_BY_HTTPS else "remit_share"


def let_in(request: LinkRequest) -> HttpResponse:
    """Lead to the page, with a pass to it for two hours, good for this link and no other."""
    answer = redirect(page_of(request.token))
    answer.set_cookie(
        _cookie(),
        _signer(request.link).sign("in"),
        max_age=_STAY_SECONDS,
        path=page_of(request.token),
        secure=settings.IS_SERVED_BY_HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _answer(request: LinkRequest, token: str, show: Callable[[], HttpResponse]) -> HttpResponse:
    method = request.method or ""
    if not ratelimit.consume(request, app="links", action=method, config=_RATES, limit_get=True):
        held_back: HttpResponse = ratelimit.respond_429(request)
        return held_back
    found = link_of(token, at=timezone.now())
    if found is None:
        return _nothing(request)
    request.link, request.token = found, token
    try:
        return show()
    except (LinkGone, Http404):
        return _nothing(request)


def _nothing(request: HttpRequest) -> HttpResponse:
    context = {"referrer": _REFERRER}
    return render(request, "assessments/links/nothing.html", context, status=404)


def _is_passed(request: LinkRequest) -> bool:
    if not request.link.has_password:
        return True
    try:
        kept = _signer(request.link).unsign(
            request.COOKIES.get(_cookie(), ""), max_age=_STAY_SECONDS
        )
    except BadSignature:
        return False
    return kept == "in"


def _signer(link: ShareLink) -> TimestampSigner:
    return TimestampSigner(salt=f"share-link:{link.key}:{link.password}")
