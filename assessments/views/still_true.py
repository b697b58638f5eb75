"""Saying from a mail that a row is still true. The link asks; only its button answers."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.views.keyed import keyed
from assessments.selectors.still_true import still_true
from assessments.services.still_true import NothingToConfirm, confirm_still_true

_PAGE = "assessments/still_true.html"


@login_not_required
@require_GET
@keyed
def ask(request: HttpRequest, link_key: str) -> HttpResponse:
    """Show what is said of the row, with the button: programs that read mail open links."""
    found = still_true(link_key)
    if found is None:
        return _gone(request)
    context = {
        "answer": found.answer,
        "membership_of_link": found.membership,
        "link_key": link_key,
        "referrer": "strict-origin",
    }
    return render(request, _PAGE, context)


@login_not_required
@require_POST
@keyed
def confirm(request: HttpRequest, link_key: str) -> HttpResponse:
    """Take the mark off as the person the mail went to, and say so."""
    try:
        confirm_still_true(link_key=link_key, at=timezone.now())
    except NothingToConfirm:
        return _gone(request)
    return render(request, _PAGE, {"is_done": True, "referrer": "strict-origin"})


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, _PAGE, {"referrer": "strict-origin"}, status=404)
