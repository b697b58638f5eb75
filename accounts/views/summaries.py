"""Ending the summaries by mail, from the link in one: nobody has to sign in for that."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.selectors.summaries import unsubscribing_user
from accounts.services import unsubscribe
from accounts.views.keyed import keyed


@login_not_required
@require_GET
@keyed
def summaries(request: HttpRequest, summary_key: str) -> HttpResponse:
    """Ask whether to end them: programs that look at mail open links, and press no button."""
    return _page(request, summary_key, "ask")


@login_not_required
@require_POST
@keyed
def end_summaries(request: HttpRequest, summary_key: str) -> HttpResponse:
    """End them, and say so."""
    user = unsubscribing_user(summary_key)
    if user is not None:
        unsubscribe(user=user, at=timezone.now())
    return _page(request, summary_key, "ended")


def _page(request: HttpRequest, summary_key: str, step: str) -> HttpResponse:
    user = unsubscribing_user(summary_key)
    context = {
        "step": step if user else "gone",
        "address": user.email if user else "",
        "summary_key": summary_key,
        "referrer": "strict-origin",
    }
    return render(request, "accounts/summaries.html", context, status=200 if user else 404)
