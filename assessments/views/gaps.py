"""The gap of one duty: planning it, accepting it, and ending that."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from assessments.forms.gaps import AcceptanceForm, PlanForm, PlanRevisionForm
from assessments.models import Assessment
from assessments.selectors.duties import DutyRow
from assessments.services.answering import AssessmentClosed, UnknownOwner
from assessments.services.gaps import (
    ExpiryOutOfRange,
    GapGone,
    NotAccepted,
    PlanEntry,
    PlanStale,
    accept_gap,
    end_acceptance,
    plan_gaps,
)
from assessments.views.answers import answer_page, find_row
from assessments.views.finding import find_assessment
from assessments.views.gap_panel import gap_panel, plan_form
from assessments.views.replies import closed_page


@member_action(Action.ASSIGN_OWN)
def plan_gap(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Save the plan of one gap; 409 with both values when somebody changed it meanwhile."""
    assessment = find_assessment(request, assessment_id)
    row = find_row(request, assessment, key)
    form = plan_form(request, row, is_sent=True)
    if not form.is_valid():
        return _planning_page(request, assessment, row, form)
    entry = PlanEntry(key, form.cleaned_data["revision"], form.changes())
    try:
        recorded = plan_gaps(entries=[entry], by=request.membership, at=timezone.now())
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except UnknownOwner:
        form.add_error("responsible", _("Choose a person of this organisation."))
        return _planning_page(request, assessment, row, form)
    if recorded.missing:
        return _gone(request, assessment, key)
    if recorded.refused:
        raise PermissionDenied
    if recorded.stale:
        return _stale_page(request, assessment, row, form)
    messages.success(request, _("The plan is saved."))
    return _to_gap(request, assessment, key)


@member_action(Action.REVIEW)
def accept(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Accept one gap for a time; 409 when its plan was changed meanwhile."""
    assessment = find_assessment(request, assessment_id)
    row = find_row(request, assessment, key)
    form = AcceptanceForm(request.POST, plan=row.plan)
    if not form.is_valid():
        return _accepting_page(request, assessment, row, form)
    revision = form.cleaned_data["revision"]
    try:
        accept_gap(
            key=key,
            revision=revision,
            acceptance=form.acceptance(),
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except ExpiryOutOfRange:
        said = _("Choose a day after today, a year from now at the latest.")
        form.add_error("expires_on", said)
        return _accepting_page(request, assessment, row, form)
    except GapGone:
        return _gone(request, assessment, key)
    except PlanStale:
        form.data = {**request.POST.dict(), "revision": str(row.plan.revision)}
        return _accepting_page(request, assessment, row, form, status=409)
    messages.success(request, _("The gap is accepted: it is not overdue until then."))
    return _to_gap(request, assessment, key)


@member_action(Action.REVIEW)
def end_accepting(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """End the acceptance of one gap; 409 when its plan was changed meanwhile."""
    assessment = find_assessment(request, assessment_id)
    row = find_row(request, assessment, key)
    form = PlanRevisionForm(request.POST)
    # A form without a revision was never one of ours: it saw nothing, so what it saw is stale.
    revision = form.cleaned_data["revision"] if form.is_valid() else -1
    try:
        end_acceptance(key=key, revision=revision, by=request.membership, at=timezone.now())
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except (GapGone, NotAccepted):
        return _gone(request, assessment, key)
    except PlanStale:
        panel = gap_panel(request, row, is_stale=True)
        return answer_page(request, assessment, row, status=409, gap=panel)
    messages.success(request, _("The acceptance is ended."))
    return _to_gap(request, assessment, key)


def _planning_page(
    request: MemberRequest, assessment: Assessment, row: DutyRow, form: PlanForm
) -> HttpResponse:
    panel = gap_panel(request, row, form=form)
    return answer_page(request, assessment, row, status=422, gap=panel)


def _stale_page(
    request: MemberRequest, assessment: Assessment, row: DutyRow, form: PlanForm
) -> HttpResponse:
    differences = form.differences()
    # What was typed stays; sent again, it is by the new revision.
    form.data = {**request.POST.dict(), "revision": str(row.plan.revision)}
    panel = gap_panel(request, row, form=form, differences=differences, is_stale=True)
    return answer_page(request, assessment, row, status=409, gap=panel)


def _accepting_page(
    request: MemberRequest,
    assessment: Assessment,
    row: DutyRow,
    form: AcceptanceForm,
    *,
    status: int = 422,
) -> HttpResponse:
    panel = gap_panel(request, row, acceptance_form=form, is_stale=status == 409)
    return answer_page(request, assessment, row, status=status, gap=panel)


def _gone(request: MemberRequest, assessment: Assessment, key: UUID) -> HttpResponse:
    messages.warning(request, _("Nothing was changed: this is not so any more."))
    return _to_gap(request, assessment, key)


def _to_gap(request: MemberRequest, assessment: Assessment, key: UUID) -> HttpResponse:
    slug = request.membership.organisation.slug
    return redirect("assessments:answer", slug, assessment.pk, key)
