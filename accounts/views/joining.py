"""The two public routes of an invitation: reading it, and accepting it.

Neither may let the key out: the pages send no path as referrer, and the log leaves keys out
(raci_project/logs.py).
"""

from urllib.parse import urlencode

from allauth.account.utils import perform_login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.joining import JoinForm
from accounts.models import Invitation, User
from accounts.selectors.invitations import invitation_of
from accounts.services import (
    AddressKnown,
    InvitationGone,
    accept_as_new_person,
    accept_invitation,
)
from accounts.views.keyed import keyed


@login_not_required
@require_GET
@keyed
def invitation(request: HttpRequest, invitation_key: str) -> HttpResponse:
    """Show what a key opens, or one page for all keys that open nothing."""
    found = invitation_of(invitation_key, at=timezone.now())
    if found is None:
        return _gone(request)
    form = JoinForm(email=found.email, language=found.language)
    return _page(request, found, invitation_key, form)


@login_not_required
@require_POST
@keyed
def accept(request: HttpRequest, invitation_key: str) -> HttpResponse:
    """Join: with the account one is signed in with, or with a new one."""
    found = invitation_of(invitation_key, at=timezone.now())
    if found is None:
        return _gone(request)
    try:
        if isinstance(request.user, User):
            return _accept_as(request, found, invitation_key, request.user)
        return _accept_as_new(request, found, invitation_key)
    except InvitationGone:
        return _gone(request)


def _accept_as(
    request: HttpRequest, found: Invitation, invitation_key: str, user: User
) -> HttpResponse:
    if user.email != found.email:
        return _page(request, found, invitation_key, status=403)
    accept_invitation(invitation=found, user=user, at=timezone.now())
    return redirect(_start_page(found))


def _accept_as_new(request: HttpRequest, found: Invitation, invitation_key: str) -> HttpResponse:
    form = JoinForm(request.POST, email=found.email, language=found.language)
    if _is_known(found):
        return redirect(_sign_in_page(invitation_key))
    if not form.is_valid():
        return _page(request, found, invitation_key, form, status=422)
    try:
        membership = accept_as_new_person(invitation=found, at=timezone.now(), **form.cleaned_data)
    except AddressKnown:
        return redirect(_sign_in_page(invitation_key))
    signed_in: HttpResponse = perform_login(
        request, membership.user, redirect_url=_start_page(found)
    )
    return signed_in


def _page(
    request: HttpRequest,
    found: Invitation,
    invitation_key: str,
    form: JoinForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    context = {
        "invitation": found,
        "form": form,
        "is_known": user is None and _is_known(found),
        "is_theirs": user is not None and user.email == found.email,
        "accept_url": reverse("accounts:accept_invitation", args=[invitation_key]),
        "sign_in_url": _sign_in_page(invitation_key),
        "here": reverse("accounts:invitation", args=[invitation_key]),
        "referrer": "strict-origin",
    }
    return render(request, "accounts/invitation.html", context, status=status)


def _gone(request: HttpRequest) -> HttpResponse:
    context = {"referrer": "strict-origin"}
    return render(request, "accounts/invitation_gone.html", context, status=404)


def _is_known(found: Invitation) -> bool:
    return User.objects.filter(email=found.email).exists()


def _sign_in_page(invitation_key: str) -> str:
    here = reverse("accounts:invitation", args=[invitation_key])
    return f"{reverse('account_login')}?{urlencode({'next': here})}"


def _start_page(found: Invitation) -> str:
    """Return where a member of the organisation begins."""
    return reverse("assessments:list", args=[found.organisation.slug])
