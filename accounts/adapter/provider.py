"""Signing in through an OpenID Connect provider: people we know, by an address it verified."""

from http import HTTPStatus
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render

from accounts.models import User


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Neither makes an account nor connects one: who signs in is found by address each time."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse: people are invited."""
        return False

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


def _verified(addresses: Any) -> list[str]:
    """Return the addresses in lower case. Some providers write `"true"`, and `"false"`."""
    return [each.email.lower() for each in addresses if each.verified in {True, "true"}]
