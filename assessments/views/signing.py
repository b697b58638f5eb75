"""Signing, reopening and closing an assessment."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import Confirmed, MemberRequest, confirm_reader, member_action, member_page
from accounts.rights import Action
from assessments.forms.signing import ReopenForm, SignForm
from assessments.models import Assessment
from assessments.scoring import total
from assessments.selectors.counting import section_counts
from assessments.selectors.proofs.counting import proof_numbers
from assessments.selectors.signing.limits import fingerprint_of, limits_of
from assessments.selectors.signing.reading import limits_in_words
from assessments.services.answering import AssessmentClosed
from assessments.services.signing import (
    AlreadyReopened,
    NotSigned,
    SeenOtherwise,
    close_assessment,
    reopen_assessment,
    sign_assessment,
)
from assessments.views.finding import find_assessment
from assessments.views.replies import closed_page
from assessments.views.sign_offs import find_sign_off, sign_off_page
from assessments.words import sentence
from assessments.words.proofs import proven_rest

TOO_MANY = 429
_STATUS = {Confirmed.WRONG: 422, Confirmed.TOO_MANY: TOO_MANY, Confirmed.ELSEWHERE: 422}


@member_page(Action.REVIEW)
def sign_page(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show what would be signed, what limits it, and ask for the password."""
    return _page(request, find_assessment(request, assessment_id))


@member_action(Action.REVIEW)
def sign(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Sign and lead to the sign-off; 409 when something changed since the page was shown."""
    assessment = find_assessment(request, assessment_id)
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, form, status=422)
    confirmed = confirm_reader(request, form.cleaned_data["password"])
    if confirmed != Confirmed.YES:
        form.add_error("password", _refused_words(confirmed))
        return _page(request, assessment, form, status=_STATUS[confirmed])
    try:
        signed = sign_assessment(
            assessment_id=assessment.pk,
            fingerprint=form.cleaned_data["fingerprint"],
            statement=form.cleaned_data["statement"],
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except SeenOtherwise:
        messages.warning(
            request, _("Not signed: something changed since you saw it. Look at it again.")
        )
        return _page(request, assessment, status=409)
    messages.success(request, _("The assessment is signed."))
    slug = request.membership.organisation.slug
    return redirect("assessments:sign_off", slug, assessment.pk, signed.pk)


@member_action(Action.REVIEW)
def reopen(request: MemberRequest, assessment_id: int, sign_off_id: int) -> HttpResponse:
    """Open a signed assessment again, with a reason, and lead to its dashboard."""
    assessment = find_assessment(request, assessment_id)
    signed = find_sign_off(assessment, sign_off_id)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return sign_off_page(request, assessment, signed, form=form, status=422)
    try:
        reopen_assessment(
            sign_off_id=signed.pk,
            reason=form.cleaned_data["reason"],
            by=request.membership,
            at=timezone.now(),
        )
    except (AlreadyReopened, AssessmentClosed):
        messages.warning(request, _("Not reopened: it was reopened or closed in the meantime."))
        return sign_off_page(
            request, assessment, find_sign_off(assessment, sign_off_id), status=409
        )
    messages.success(request, _("The assessment is open again; the sign-off stays on record."))
    return redirect("assessments:dashboard", request.membership.organisation.slug, assessment.pk)


@member_action(Action.RUN_ASSESSMENTS)
def close(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Close a signed assessment for good."""
    assessment = find_assessment(request, assessment_id)
    try:
        close_assessment(assessment_id=assessment.pk, by=request.membership, at=timezone.now())
    except NotSigned:
        messages.warning(request, _("Not closed: only a signed assessment is closed."))
    else:
        messages.success(request, _("The assessment is closed: it is read, and changed no more."))
    return redirect("assessments:sign_offs", request.membership.organisation.slug, assessment.pk)


def _page(
    request: MemberRequest,
    assessment: Assessment,
    form: SignForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    organisation, today = request.membership.organisation, timezone.localdate()
    limits = limits_of(assessment, organisation=organisation, on=today)
    proofs = proof_numbers(assessment, on=today)
    fingerprint = fingerprint_of(assessment, limits)
    counts = total(section_counts(assessment).values())
    context: dict[str, Any] = {
        "assessment": assessment,
        "sentence": sentence(counts),
        "counts": counts,
        "proven": proven_rest(proofs.total, counts),
        "freshness": proofs.freshness,
        "limits": limits_in_words(limits),
        "not_reviewed": limits.get("not_reviewed", 0),
        "form": form or SignForm(initial={"fingerprint": fingerprint}),
        "has_password": request.user.has_usable_password(),
        "is_active": assessment.state == Assessment.State.ACTIVE,
        "nav": "dashboard",
    }
    return render(request, "assessments/sign.html", context, status=status)


def _refused_words(confirmed: Confirmed) -> str:
    return {
        Confirmed.WRONG: _("Not signed: this is not your password."),
        Confirmed.TOO_MANY: _("Not signed: too many tries. Wait a few minutes."),
        Confirmed.ELSEWHERE: _(
            "Not signed: you have no password here. Sign out and in again, then sign within five"
            " minutes."
        ),
    }[confirmed]
