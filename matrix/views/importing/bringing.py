"""Bringing a matrix: a file, a table that was copied, or nothing yet but a pen."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from matrix.forms import BringForm
from matrix.models import Edition
from matrix.readers import MatrixRefused
from matrix.services.importing import (
    TooManyRows,
    amend_edition,
    start_import,
    start_written,
)
from matrix.views.importing.finding import to_edition, to_preview
from matrix.words.refusals import refusal_words
from matrix.written import MAX_WRITTEN_ROWS


@member_page(Action.PUBLISH_MATRICES)
def new(request: MemberRequest) -> HttpResponse:
    """Show the three ways to bring a matrix."""
    return _page(request, BringForm())


@member_action(Action.PUBLISH_MATRICES)
def read(request: MemberRequest) -> HttpResponse:
    """Read what was brought and lead to its preview; 422 or 413 says why it cannot be read."""
    form = BringForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=413 if form.is_too_large else 422)
    name, content = form.brought()
    try:
        found = start_import(name=name, content=content, by=request.membership, at=timezone.now())
    except MatrixRefused as refusal:
        return _page(request, form, status=422, refusal=refusal)
    return to_preview(request, found)


@member_action(Action.PUBLISH_MATRICES)
def write(request: MemberRequest) -> HttpResponse:
    """Begin a matrix written by hand and lead to its rows."""
    ours = _("Client")
    found = start_written(
        name=_("Written by hand"),
        parties=(ours, _("Provider")),
        ours=ours,
        by=request.membership,
        at=timezone.now(),
    )
    return redirect("matrix:import_rows", found.organisation.slug, found.key)


@member_action(Action.PUBLISH_MATRICES)
def amend(request: MemberRequest, edition_id: int) -> HttpResponse:
    """Begin a draft with the rows of an edition and lead to them."""
    available = Edition.objects.available_to(request.membership.organisation)
    edition = get_object_or_404(
        available.select_related("matrix__provider").defer("source"), pk=edition_id
    )
    try:
        found = amend_edition(edition=edition, by=request.membership, at=timezone.now())
    except TooManyRows:
        text = _("This matrix has more than %(most)s rows: bring a file instead.")
        messages.warning(request, text % {"most": MAX_WRITTEN_ROWS})
        return to_edition(request, edition_id)
    return redirect("matrix:import_rows", found.organisation.slug, found.key)


def _page(
    request: MemberRequest,
    form: BringForm,
    status: int = 200,
    refusal: MatrixRefused | None = None,
) -> HttpResponse:
    refused = refusal_words(refusal) if refusal else None
    context = {"form": form, "refused": refused, "nav": "matrices"}
    return render(request, "matrix/import_new.html", context, status=status)
