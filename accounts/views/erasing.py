"""Erasing oneself."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.forms.confirming import ConfirmForm
from accounts.http import UserRequest, refuse_reader
from accounts.selectors.erasing import places_of
from accounts.services import StillNeeded, erase_person


@require_GET
def erasure(request: UserRequest) -> HttpResponse:
    """Say what goes and what stays, and what stands in the way."""
    return _page(request, _form(request))


@require_POST
def erase(request: UserRequest) -> HttpResponse:
    """Erase the person who asks, and sign them out; 409 for a last administrator."""
    form = _form(request, is_sent=True)
    if not form.is_valid():
        return _page(request, form, status=422)
    if status := refuse_reader(request, form):
        return _page(request, form, status=status)
    try:
        erase_person(user=request.user, at=timezone.now(), by=request.user)
    except StillNeeded:
        return _page(request, form, status=409)
    logout(request)
    messages.success(request, _("Your account is erased."))
    return redirect("account_login")


def _form(request: UserRequest, *, is_sent: bool = False) -> ConfirmForm:
    label = _("Type your e-mail address")
    data = request.POST if is_sent else None
    return ConfirmForm(data, expected=request.user.email, label=label)


def _page(request: UserRequest, form: ConfirmForm, *, status: int = 200) -> HttpResponse:
    places = places_of(request.user)
    context = {
        "form": form,
        "places": places,
        "needed": [place for place in places if place.is_last],
        "has_password": request.user.has_usable_password(),
        "nav": "profile",
    }
    return render(request, "accounts/erasure.html", context, status=status)
