"""What a URL names, and who may bring anything here."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts.http import MemberRequest
from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Assessment, Intake
from assessments.services.answering import AssessmentClosed
from assessments.services.intakes.bringing import check_open


def find_intake(request: MemberRequest, assessment: Assessment, key: UUID) -> Intake:
    """Return what was brought into an assessment, with its people. One query.

    Raises `Http404` when there is none, or none this person may see.
    """
    found = (
        Intake.objects.visible_to(request.user)
        .of_assessment(assessment)
        .select_related("export", "made_by__user", "applied_by__user", "undone_by__user")
        .filter(key=key)
        .first()
    )
    if found is None:
        raise Http404
    found.assessment = assessment
    return found


def may_bring(member: Membership) -> bool:
    """Tell whether a member can bring anything in: answers, or opinions."""
    return member.may(Action.ANSWER_OWN) or member.may(Action.STATE_OPINIONS)


def is_open_to(member: Membership, assessment: Assessment) -> bool:
    """Tell whether the assessment takes anything in from a member at present."""
    try:
        check_open(assessment, member)
    except AssessmentClosed:
        return False
    return True


def check_may_bring(request: MemberRequest) -> None:
    """Raise `PermissionDenied` for whoever can bring nothing in."""
    if not may_bring(request.membership):
        raise PermissionDenied


def find_own(request: MemberRequest, assessment: Assessment, key: UUID) -> Intake:
    """Return what this member brought in themselves, to go on with.

    Raises `PermissionDenied` for whoever can bring nothing in, or did not bring this.
    """
    check_may_bring(request)
    found = find_intake(request, assessment, key)
    if found.made_by_id != request.membership.pk:
        raise PermissionDenied
    return found


def to_intake(request: MemberRequest, intake: Intake) -> HttpResponse:
    """Lead to the page of what was brought in."""
    slug = request.membership.organisation.slug
    return redirect("assessments:intake", slug, intake.assessment_id, intake.key)
