"""The headers that every answer carries, whoever made it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from raci_project.policy import CONTENT_SECURITY_POLICY

HEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(
            f"{name} {' '.join(sources)}"
            for name, sources in CONTENT_SECURITY_POLICY["DIRECTIVES"].items()
        ),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)


# Not "storage": the theme is kept there, and what other people have not saved yet. What is a
# person's own in it is removed by static/js/signing-out.js.
FORGET: Final = '"cache"'


def safe_headers(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Add those that are missing: an answer of an outer middleware never met the inner ones.

    Static files, a redirect to https and the page for a foreign `Host` are such answers.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if _ends_session(request, response):
            response.headers["Clear-Site-Data"] = FORGET
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    return middleware


def _ends_session(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether the browser is told to drop its session: it ended, whatever the reason."""
    name = settings.SESSION_COOKIE_NAME
    cookie = response.cookies.get(name)
    return bool(request.COOKIES.get(name)) and cookie is not None and not cookie.value
