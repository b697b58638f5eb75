"""The review: what waits for a second look, and the steps that can be taken with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.reviewing import UNCHANGED, StepForm
from assessments.models import Assessment
from assessments.selectors.reviewing import ReviewPage, review_page
from assessments.services.answering import AssessmentClosed
from assessments.services.reviewing import (
    REATTESTED,
    SUBMITTED,
    ReasonForReturnMissing,
    Reviewed,
    accept_rows,
    send_back_rows,
    submit_rows,
)
from assessments.views.finding import find_assessment
from assessments.views.replies import closed_page
from matrix.selectors import printed_edition


@member_page()
def review(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show what waits for a reviewer, what was sent back and what nobody submitted yet."""
    return _page(request, find_assessment(request, assessment_id))


@member_action(Action.ANSWER_OWN)
def submit(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand rows to a reviewer and say how many."""
    assessment = find_assessment(request, assessment_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    verb = REATTESTED if form.cleaned_data["which"] == "still-true" else SUBMITTED
    try:
        reviewed = submit_rows(
            assessment_id=assessment.pk,
            rows=form.rows(),
            by=request.membership,
            at=timezone.now(),
            verb=verb,
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    done = ngettext("%(n)s row submitted.", "%(n)s rows submitted.", len(reviewed.done))
    return _told(request, assessment, reviewed, done)


@member_action(Action.REVIEW)
def accept(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Accept rows as they were seen, and say how many."""
    assessment = find_assessment(request, assessment_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    try:
        reviewed = accept_rows(
            assessment_id=assessment.pk,
            rows=form.rows(),
            by=request.membership,
            at=timezone.now(),
            only_unchanged=form.cleaned_data["which"] == UNCHANGED,
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    done = ngettext("%(n)s row accepted.", "%(n)s rows accepted.", len(reviewed.done))
    return _told(request, assessment, reviewed, done)


@member_action(Action.REVIEW)
def send_back(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Send rows back with a reason; 422 without one."""
    assessment = find_assessment(request, assessment_id)
    form = StepForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    try:
        reviewed = send_back_rows(
            assessment_id=assessment.pk,
            rows=form.rows(),
            reason=form.cleaned_data["reason"],
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except ReasonForReturnMissing:
        form.add_error(None, _("Nothing was sent back: say why, so that somebody can mend it."))
        return _page(request, assessment, form, status=422)
    done = ngettext("%(n)s row sent back.", "%(n)s rows sent back.", len(reviewed.done))
    return _told(request, assessment, reviewed, done)


def _page(
    request: MemberRequest,
    assessment: Assessment,
    form: StepForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    reader = request.membership
    context = {
        "assessment": assessment,
        "review": _read(request, assessment),
        "form": form,
        "chosen": form.chosen() if form else (),
        "is_active": assessment.state == Assessment.State.ACTIVE,
        "may_review": reader.may(Action.REVIEW),
        "nav": "dashboard",
    }
    return render(request, "assessments/review.html", context, status=status)


def _read(request: MemberRequest, assessment: Assessment) -> ReviewPage:
    return review_page(
        assessment,
        printed=printed_edition(assessment.edition, language=get_language() or ""),
        reader=request.membership,
        on=timezone.localdate(),
    )


def _told(
    request: MemberRequest, assessment: Assessment, reviewed: Reviewed, done: str
) -> HttpResponse:
    """Say what came of each row, and lead back to where the step was taken."""
    if reviewed.done:
        messages.success(request, done % {"n": len(reviewed.done)})
    for text, number in (
        (_changed_since(reviewed), len({*reviewed.stale, *reviewed.missing})),
        (_not_yours(reviewed), len(reviewed.refused)),
    ):
        if number:
            messages.warning(request, text % {"n": number})
    if not (reviewed.done or reviewed.stale or reviewed.missing or reviewed.refused):
        messages.warning(request, _("No row was chosen, or nothing was left to do with it."))
    slug = request.membership.organisation.slug
    key = _only_row(request)
    if key:
        return redirect("assessments:answer", slug, assessment.pk, key)
    return redirect("assessments:review", slug, assessment.pk)


def _changed_since(reviewed: Reviewed) -> str:
    return ngettext(
        "%(n)s row changed since you saw it and stays as it is: look at it again.",
        "%(n)s rows changed since you saw them and stay as they are: look at them again.",
        len({*reviewed.stale, *reviewed.missing}),
    )


def _not_yours(reviewed: Reviewed) -> str:
    return ngettext(
        "%(n)s row is for somebody else to submit or to accept.",
        "%(n)s rows are for somebody else to submit or to accept.",
        len(reviewed.refused),
    )


def _only_row(request: MemberRequest) -> UUID | None:
    """Return the row whose own page sent the form."""
    try:
        return UUID(request.POST.get("back_to", ""))
    except ValueError:
        return None
