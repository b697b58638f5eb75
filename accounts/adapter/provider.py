"""Signing in through an OpenID Connect provider: people we know, by an address it verified."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from requests import RequestException, Response, Session

from accounts.models import User

_WELL_KNOWN: Final = "/.well-known/"


class IssuerRefused(RequestException):
    """The provider's description of itself names another issuer than the configured one."""


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Neither makes an account nor connects one: who signs in is found by address each time."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: people are invited."""
        return False

    def get_requests_session(self) -> Session:
        """Return what asks the provider.

        It raises `IssuerRefused` for a description that is another's (OpenID Connect Discovery,
        section 4.3): whoever sent it would say where passwords and codes go.
        """
        session: Session = super().get_requests_session()
        session.hooks["response"].append(_check_issuer)
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find whom the provider speaks of, or say kindly that nobody here has that address.

        An answer without the nonce of this very sign-in is none (OpenID Connect Core,
        section 3.1.3.7); neither is one that asks to connect an account.
        """
        state = sociallogin.state
        token = sociallogin.account.extra_data.get("id_token") or {}
        is_ours = state.get("process") == "login" and state.get("nonce") == token.get("nonce")
        addresses = _verified(sociallogin.email_addresses) if is_ours else []
        user = User.objects.filter(email__in=addresses).first()
        if user is None:
            context = {"addresses": addresses, "name": settings.OIDC_NAME}
            page = render(
                request, "socialaccount/unknown.html", context, status=HTTPStatus.FORBIDDEN
            )
            raise ImmediateHttpResponse(page)
        sociallogin.user = user


def _check_issuer(response: Response, **_: Any) -> None:
    # Ours is kept without the slash that some end with, and may be the description's own address.
    issuer, _mark, name = settings.OIDC_ISSUER.partition(_WELL_KNOWN)
    described = f"{urlsplit(issuer).path}{_WELL_KNOWN}{name or 'openid-configuration'}"
    if urlsplit(response.url).path != described:
        return
    response.raise_for_status()
    if response.is_redirect:
        raise IssuerRefused(f"{response.url} leads elsewhere")
    if str(response.json().get("issuer")).rstrip("/") != issuer:
        raise IssuerRefused(f"{response.url} names another issuer")


def _verified(addresses: Any) -> list[str]:
    """Return the addresses in lower case. Some providers write `"true"`, and `"false"`."""
    return [each.email.lower() for each in addresses if each.verified in {True, "true"}]
