"""What protects one's account, and where one is signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.http import UserRequest
from accounts.models import OpenSession
from accounts.selectors.second_factor import second_factors_of
from accounts.selectors.sessions import sessions_of
from accounts.services import end_other_sessions, end_session


@require_GET
def security(request: UserRequest) -> HttpResponse:
    """Show second factors and sessions."""
    here = request.session.session_key
    context = {
        "factors": second_factors_of(request.user),
        "sessions": sessions_of(request.user, here=here, at=timezone.now()),
        "has_password": request.user.has_usable_password(),
        "nav": "profile",
    }
    return render(request, "accounts/security.html", context)


@require_POST
def end(request: UserRequest, session_id: int) -> HttpResponse:
    """End one of one's sessions; the one at hand is ended by signing out."""
    mine = OpenSession.objects.of_user(request.user).besides(request.session.session_key)
    found = get_object_or_404(mine, pk=session_id)
    end_session(session=found, at=timezone.now(), by=request.user)
    messages.success(request, _("The session is ended."))
    return redirect("accounts:security")


@require_POST
def end_others(request: UserRequest) -> HttpResponse:
    """End all of one's sessions but the one at hand."""
    here = request.session.session_key
    number = end_other_sessions(user=request.user, session_key=here, at=timezone.now())
    said = ngettext("%(number)d session is ended.", "%(number)d sessions are ended.", number)
    messages.success(request, said % {"number": number})
    return redirect("accounts:security")
