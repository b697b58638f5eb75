"""The key of one's calendar: made, made anew, ended. Its address is shown this once."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.http import UserRequest
from accounts.services import end_calendar_key, make_calendar_key


@require_POST
def open_calendar(request: UserRequest) -> HttpResponse:
    """Make a key and show the address with it, on a page that cannot be asked for again."""
    key = make_calendar_key(user=request.user, at=timezone.now())
    address = f"{settings.SITE_URL}/calendar/{key}.ics"
    return render(request, "accounts/calendar.html", {"address": address, "nav": "profile"})


@require_POST
def close_calendar(request: UserRequest) -> HttpResponse:
    """End the key: whatever read the calendar reads nothing any more."""
    end_calendar_key(user=request.user, at=timezone.now())
    messages.success(request, _("The address of your calendar opens nothing any more."))
    return redirect("accounts:profile")
