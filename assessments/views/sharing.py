"""Which auditors may read an assessment."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.selectors.sharing import auditors_of
from assessments.services.sharing import NotAnAuditor, share_assessment, stop_sharing
from assessments.views.finding import find_assessment


@member_page(Action.REVIEW)
def sharing(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show every auditor, and whether this assessment is theirs to read."""
    assessment = find_assessment(request, assessment_id)
    context = {"assessment": assessment, "auditors": auditors_of(assessment), "nav": "dashboard"}
    return render(request, "assessments/sharing.html", context)


@member_action(Action.REVIEW)
def share(request: MemberRequest, assessment_id: int, member_id: int) -> HttpResponse:
    """Share the assessment with one auditor."""
    assessment = find_assessment(request, assessment_id)
    try:
        share_assessment(
            assessment=assessment, auditor_id=member_id, by=request.membership, at=timezone.now()
        )
    except NotAnAuditor:
        raise Http404 from None
    messages.success(request, _("Shared. They see it with their next page."))
    return redirect("assessments:sharing", request.membership.organisation.slug, assessment_id)


@member_action(Action.REVIEW)
def unshare(request: MemberRequest, assessment_id: int, member_id: int) -> HttpResponse:
    """Share the assessment with one auditor no longer."""
    assessment = find_assessment(request, assessment_id)
    stop_sharing(
        assessment=assessment, auditor_id=member_id, by=request.membership, at=timezone.now()
    )
    messages.success(request, _("No longer shared with them."))
    return redirect("assessments:sharing", request.membership.organisation.slug, assessment_id)
