"""Bringing something in: a workbook of Remit, another sheet, or rows that were copied."""

from typing import Any, Final

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.intakes import BringBackForm
from assessments.models import Assessment, Intake
from assessments.readers.trackers import Tracker, read_tracker
from assessments.selectors.intakes import (
    NotAWorkingCopy,
    NotReturned,
    Returned,
    returned_rows,
    returned_workbook,
)
from assessments.services.adopting import start_adopting
from assessments.services.answering import AssessmentClosed
from assessments.services.intakes import Source, bring_in
from assessments.views.finding import find_assessment
from assessments.views.intakes.finding import check_may_bring, is_open_to, to_intake
from assessments.views.intakes.refusals import not_returned_words
from assessments.views.replies import closed_page
from assessments.words.trackers import tracker_refusal_words
from matrix.readers import Limits, MatrixRefused
from matrix.readers.formats import is_workbook
from matrix.readers.workbooks.scanning import MAX_CELLS

# What copying puts before a text that a sheet would take for a formula.
_QUOTED: Final = ("'=", "'+", "'-", "'@")


@member_page()
def new(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Ask for the file, or the rows."""
    check_may_bring(request)
    assessment = find_assessment(request, assessment_id)
    return _page(request, assessment, BringBackForm())


@member_action(Action.READ)
def bring(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Read what was brought and lead to what it would change; no answer changes.

    A sheet of somebody's own leads to the page that asks what its columns are. 422 or 413 says
    why nothing was read.
    """
    check_may_bring(request)
    assessment = find_assessment(request, assessment_id)
    form = BringBackForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, assessment, form, status=413 if form.is_too_large else 422)
    name, content = form.brought()
    try:
        found = _brought_in(request, assessment, name, content)
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except MatrixRefused as refusal:
        return _page(request, assessment, form, status=422, refused=tracker_refusal_words(refusal))
    except NotReturned as refusal:
        said = not_returned_words(refusal)
        return _page(request, assessment, form, status=422, refusal=said)
    return to_intake(request, found)


def _brought_in(
    request: MemberRequest, assessment: Assessment, name: str, content: bytes
) -> Intake:
    """Keep what was brought as a draft. Raises what its readers and services raise."""
    is_book = is_workbook(content, name)
    tracker = None if is_book else read_tracker(content, name=name, limits=_limits())
    try:
        returned = (
            returned_workbook(content, assessment=assessment, reader=request.membership)
            if tracker is None
            else _returned_rows(tracker, assessment)
        )
    except NotAWorkingCopy:
        if not request.membership.may(Action.ANSWER_OWN):
            raise
        tracker = tracker or read_tracker(content, name=name, limits=_limits())
        return start_adopting(
            assessment=assessment,
            tracker=tracker,
            source=Source(Intake.Kind.TRACKER, name, get_language() or ""),
            by=request.membership,
            at=timezone.now(),
        )
    return bring_in(
        assessment=assessment,
        said=returned.said,
        source=Source(returned.kind, name, returned.language, returned.export),
        by=request.membership,
        at=timezone.now(),
    )


def _returned_rows(tracker: Tracker, assessment: Assessment) -> Returned:
    table = [[_unquoted(cell) for cell in row.cells] for row in tracker.sheets[0].rows]
    return returned_rows(table, assessment=assessment)


def _unquoted(cell: str) -> str:
    return cell[1:] if cell.startswith(_QUOTED) else cell


def _limits() -> Limits:
    return Limits(
        file_bytes=settings.MATRIX_MAX_BYTES,
        rows=settings.MATRIX_MAX_ROWS,
        inflated_bytes=settings.MATRIX_MAX_INFLATED_BYTES,
    )


def _page(
    request: MemberRequest,
    assessment: Assessment,
    form: BringBackForm,
    *,
    status: int = 200,
    **said: Any,
) -> HttpResponse:
    if not is_open_to(request.membership, assessment):
        return closed_page(request, assessment.pk)
    context = {
        "assessment": assessment,
        "form": form,
        "most_cells": MAX_CELLS,
        "most_rows": settings.MATRIX_MAX_ROWS,
        "most_megabytes": settings.MATRIX_MAX_BYTES // 1_000_000,
        "brings_opinions": not request.membership.may(Action.ANSWER_OWN),
        "nav": "dashboard",
        **said,
    }
    return render(request, "assessments/intakes/new.html", context, status=status)
