"""Auditors' opinions: the page with all of them, and what an auditor states of one row."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.opinions import (
    TO_LIST,
    BackForm,
    OpinionFilterForm,
    OpinionForm,
    UndoOpinionsForm,
)
from assessments.models import Assessment, Result
from assessments.reports.assessment import file_name
from assessments.reports.opinions import opinions_workbook
from assessments.selectors.duties import DutyRow
from assessments.selectors.opinions import OpinionPage, opinion_page
from assessments.services.answering import AssessmentClosed
from assessments.services.opinions import record_opinions, undo_opinions
from assessments.services.undoing import NothingToUndo
from assessments.views.answers import answer_page, find_row
from assessments.views.files import workbook_file
from assessments.views.finding import find_assessment
from assessments.views.opinion_panel import changed_batch, may_state, opinion_panel
from assessments.views.replies import closed_page
from matrix.selectors import printed_edition


@member_page()
def opinions(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show every row with what auditors found on it, narrowed by the query string."""
    assessment = find_assessment(request, assessment_id)
    context = {
        "assessment": assessment,
        "page": _page(request, assessment),
        "results": Result.choices,
        "may_state": may_state(request, assessment),
        "may_plan": assessment.state == Assessment.State.ACTIVE,
        "batch": changed_batch(request),
        "nav": "dashboard",
    }
    return render(request, "assessments/opinions/list.html", context)


@member_page()
def opinions_xlsx(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand out the same as a workbook, unrecorded."""
    assessment = find_assessment(request, assessment_id)
    content = opinions_workbook(_page(request, assessment), assessment=assessment)
    return workbook_file(content, file_name(assessment, timezone.now(), part="opinions"))


@member_action(Action.READ)
def state(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Keep an auditor's opinion on a row; 422 shows what is missing, 409 that it changed."""
    assessment = find_assessment(request, assessment_id)
    row = find_row(request, assessment, key)
    _check_auditor(request)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _again(request, assessment, row, form, status=422)
    entry = form.entry(key)
    try:
        recorded = record_opinions(
            assessment_id=assessment.pk, entries=[entry], by=request.membership, at=timezone.now()
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    if recorded.stale:
        return _again(request, assessment, row, form, status=409)
    said = _("Opinion kept.") if entry.result else _("Opinion taken back.")
    messages.success(request, said)
    return redirect(_back(request, assessment, key, changed=recorded.batch))


@member_action(Action.READ)
def undo(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Give the opinions of a batch their earlier words back, and say how many."""
    assessment = find_assessment(request, assessment_id)
    _check_auditor(request)
    form = UndoOpinionsForm(request.POST)
    batch = form.cleaned_data["batch"] if form.is_valid() else ""
    try:
        recorded = undo_opinions(
            assessment_id=assessment.pk, batch=batch, by=request.membership, at=timezone.now()
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except NothingToUndo:
        messages.warning(request, _("There is nothing to take back."))
        return redirect(_back(request, assessment))
    number = len(recorded.saved)
    if number:
        text = ngettext("%(n)s opinion is as before.", "%(n)s opinions are as before.", number)
        messages.success(request, text % {"n": number})
    if recorded.stale:
        messages.warning(request, _("What you changed since stays as it is."))
    return redirect(_back(request, assessment))


def _check_auditor(request: MemberRequest) -> None:
    # After the search: what is hidden is not there, whoever asks (CONTRACTS.md, "Rights").
    if not request.membership.may(Action.STATE_OPINIONS):
        raise PermissionDenied


def _page(request: MemberRequest, assessment: Assessment) -> OpinionPage:
    return opinion_page(
        assessment,
        printed=printed_edition(assessment.edition, language=get_language() or ""),
        reader=request.membership,
        on=timezone.localdate(),
        chosen=OpinionFilterForm(request.GET).chosen(),
    )


def _again(
    request: MemberRequest,
    assessment: Assessment,
    row: DutyRow,
    form: OpinionForm,
    *,
    status: int,
) -> HttpResponse:
    """Show the page of the row with what was sent; sent again, it is by the new revision."""
    is_stale = status == 409
    panel = opinion_panel(request, assessment, row, form=form, is_stale=is_stale)
    return answer_page(request, assessment, row, status=status, opinion=panel)


def _back(
    request: MemberRequest, assessment: Assessment, key: UUID | None = None, *, changed: str = ""
) -> str:
    """Return where a form was sent from, at the row it was about."""
    form = BackForm(request.POST)
    came_from: dict[str, Any] = {"back": TO_LIST, "row": None}
    if form.is_valid():
        came_from = form.cleaned_data
    key = key or came_from["row"]
    slug = request.membership.organisation.slug
    sent = {"result": OpinionFilterForm(request.GET).chosen(), "changed": changed}
    query = urlencode({name: value for name, value in sent.items() if value})
    if key and came_from["back"] != TO_LIST:
        page, place = reverse("assessments:answer", args=[slug, assessment.pk, key]), "opinion"
    else:
        page = reverse("assessments:opinions", args=[slug, assessment.pk])
        place = f"opinion-{key}" if key else ""
    return f"{page}{'?' if query else ''}{query}{'#' if place else ''}{place}"
