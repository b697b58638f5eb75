"""Verifying a file that comes back: is every cell, or every byte, as it was exported?"""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import MemberRequest, member_action, member_page
from accounts.models import Membership
from accounts.rights import Action
from assessments.forms.verifying import VerifyForm
from assessments.models import Export, ExportQuerySet
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.files import verify_digest
from assessments.selectors.verifying.results import Verified
from assessments.words.verifying import not_verifiable
from matrix.readers import MatrixRefused
from matrix.readers.workbooks.scanning import MAX_CELLS


@member_page(Action.VERIFY)
def verify(request: MemberRequest) -> HttpResponse:
    """Ask for the workbook."""
    return _page(request, VerifyForm())


@member_action(Action.VERIFY)
def check(request: MemberRequest) -> HttpResponse:
    """Say whether the file is as it was exported, and keep nothing of it.

    Of a workbook that another organisation made, or that this person may not see, the page says
    no more than of a file that nobody made. 422 or 413 for one that cannot be read.
    """
    organisation = request.membership.organisation
    exports = Export.objects.visible_to(request.user).of_organisation(organisation)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=413 if form.is_too_large else 422)
    try:
        verified = _verified(form, exports, request.membership)
    except MatrixRefused as refusal:
        return _page(request, form, status=422, refused=not_verifiable(refusal))
    found: dict[str, Any] = {
        "verified": verified,
        "is_unknown": verified is None,
        "is_whole": form.is_whole,
        "file_name": form.name,
    }
    return _page(request, VerifyForm(), **found)


def _verified(form: VerifyForm, exports: ExportQuerySet, reader: Membership) -> Verified | None:
    if form.is_whole:
        return verify_digest(form.digest(), exports=exports)
    return verify_workbook(form.content(), exports=exports, reader=reader)


def _page(
    request: MemberRequest, form: VerifyForm, *, status: int = 200, **found: Any
) -> HttpResponse:
    context = {
        "form": form,
        "most_cells": MAX_CELLS,
        "most_megabytes": settings.MATRIX_MAX_BYTES // 1_000_000,
        "nav": "verify",
        **found,
    }
    return render(request, "assessments/verify.html", context, status=status)
