"""Leaving for the OpenID Connect provider that signs people in."""

import logging
import secrets
from http import HTTPStatus

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST
from requests import RequestException

logger = logging.getLogger(__name__)


@login_not_required
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the provider, with state, nonce and PKCE; 503 when it does not answer.

    The page leads on by itself. A redirect would not do: browsers hold it, and every redirect
    after it, to the `form-action` of our policy.
    """
    try:
        provider = get_adapter().get_provider(request, "oidc")
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    nonce = secrets.token_urlsafe(32)
    try:
        leaving = provider.redirect(
            request,
            process="login",
            next_url=get_next_redirect_url(request),
            auth_params={**provider.get_auth_params(), "nonce": nonce},
            nonce=nonce,
        )
    except (RequestException, KeyError):
        logger.exception("The OpenID Connect provider did not say where to sign in.")
        context = {"name": provider.name}
        status = HTTPStatus.SERVICE_UNAVAILABLE
        return render(request, "socialaccount/authentication_error.html", context, status=status)
    context = {"name": provider.name, "target": leaving["Location"]}
    return render(request, "accounts/leaving.html", context)
