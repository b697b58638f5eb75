"""The language a browser is answered in, kept in a cookie."""

from django.conf import settings
from django.http import HttpResponse


def keep_language(response: HttpResponse, language: str) -> HttpResponse:
    """Make `language` the one of this browser for a year, and return `response`."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        httponly=True,
        secure=settings.IS_SERVED_BY_HTTPS,
    )
    return response
