"""Taking an action back from the history: what that would do, and doing it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.models import Assessment
from assessments.selectors.reverting import revert_preview
from assessments.services.answering import AssessmentClosed
from assessments.services.reverting import revert_batch
from assessments.services.undoing import NothingToUndo
from assessments.views.finding import find_assessment
from assessments.views.recording import tell_undone
from assessments.views.replies import closed_page


@member_page(Action.RUN_ASSESSMENTS)
def preview(request: MemberRequest, assessment_id: int, batch: str) -> HttpResponse:
    """Show which rows would go back to what, and which stay because they changed since."""
    assessment = find_assessment(request, assessment_id)
    found = revert_preview(assessment, batch, reader=request.membership)
    if found is None:
        raise Http404
    context = {
        "assessment": assessment,
        "preview": found,
        "is_active": assessment.state == Assessment.State.ACTIVE,
        "nav": "dashboard",
    }
    return render(request, "assessments/revert.html", context)


@member_action(Action.RUN_ASSESSMENTS)
def revert(request: MemberRequest, assessment_id: int, batch: str) -> HttpResponse:
    """Take the action back as one batch, and show the history it is now the newest of."""
    assessment = find_assessment(request, assessment_id)
    try:
        recorded = revert_batch(
            assessment_id=assessment.pk, batch=batch, by=request.membership, at=timezone.now()
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except NothingToUndo as nothing:
        raise Http404 from nothing
    tell_undone(request, recorded)
    return redirect("assessments:history", request.membership.organisation.slug, assessment.pk)
