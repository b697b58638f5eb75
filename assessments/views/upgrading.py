"""Moving an assessment to another edition: what it would do, the move itself, and its revert."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.upgrading import MoveForm, TargetForm
from assessments.models import Assessment, Upgrade
from assessments.selectors.upgrading.history import moves_of
from assessments.selectors.upgrading.preview import preview_of
from assessments.selectors.upgrading.targets import Targets, targets_of
from assessments.services.answering import AssessmentClosed
from assessments.services.starting import EditionUnavailable
from assessments.services.upgrading import (
    AlreadyReverted,
    MovedSince,
    NotAnotherEdition,
    PreviewStale,
    RevertTooLate,
    revert_upgrade,
    upgrade_assessment,
)
from assessments.views.finding import find_assessment
from assessments.views.replies import closed_page
from matrix.models import Edition, EditionQuerySet, Party
from matrix.selectors import parties_of

TWO = 2  # with two parties the client has nothing to choose


@member_page(Action.RUN_ASSESSMENTS)
def upgrade(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show what a move would do: to `?edition=ID`, without it to the newest of the matrix."""
    assessment = find_assessment(request, assessment_id)
    targets = targets_of(assessment)
    data = request.GET.copy()
    if "edition" not in data and targets.newer:
        data["edition"] = str(targets.newer[0].edition_id)
    if not data.get("edition"):
        return _page(request, assessment, targets)
    target = TargetForm(data, editions=_editions(assessment)).target()
    if target is None:
        raise Http404
    return _page(request, assessment, targets, _preview_context(assessment, *target))


@member_action(Action.RUN_ASSESSMENTS)
def apply_upgrade(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Move the assessment and lead to its dashboard; 409 when the page before was stale."""
    assessment = find_assessment(request, assessment_id)
    form = MoveForm(request.POST)
    if not form.is_valid() or not request.POST.get("edition"):
        return _page(request, assessment, targets_of(assessment), status=422)
    target = TargetForm(request.POST, editions=Edition.objects.available_to(_own(request)))
    chosen = target.target()
    if chosen is None:
        raise Http404
    try:
        upgrade_assessment(
            assessment_id=assessment.pk,
            move=form.move(*chosen),
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except (PreviewStale, NotAnotherEdition):
        return _stale_page(request, assessment, chosen[0])
    except EditionUnavailable as gone:
        raise Http404 from gone
    messages.success(request, _("The assessment stands on the other edition now."))
    return redirect("assessments:dashboard", _own(request).slug, assessment.pk)


@member_page()
def upgrades(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the moves of an assessment, and what each put away."""
    assessment = find_assessment(request, assessment_id)
    return _upgrades_page(request, assessment)


@member_action(Action.RUN_ASSESSMENTS)
def revert(request: MemberRequest, assessment_id: int, upgrade_id: int) -> HttpResponse:
    """Take the last move back and lead to the moves; 409 when it cannot be."""
    assessment = find_assessment(request, assessment_id)
    made = Upgrade.objects.filter(pk=upgrade_id, assessment=assessment).first()
    if made is None:
        raise Http404
    try:
        revert_upgrade(upgrade=made, by=request.membership, at=timezone.now())
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except (AlreadyReverted, MovedSince, RevertTooLate) as refusal:
        messages.warning(request, _why(refusal))
        return _upgrades_page(request, assessment, status=409)
    messages.success(request, _("The move is reverted: every row is as it was before."))
    return redirect("assessments:upgrades", _own(request).slug, assessment.pk)


def _own(request: MemberRequest) -> Any:
    return request.membership.organisation


def _editions(assessment: Assessment) -> EditionQuerySet:
    available = Edition.objects.available_to(assessment.organisation)
    return available.exclude(pk=assessment.edition_id)


def _page(
    request: MemberRequest,
    assessment: Assessment,
    targets: Targets,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "targets": targets,
        "is_active": assessment.state == Assessment.State.ACTIVE,
        "nav": "dashboard",
        **(more or {}),
    }
    return render(request, "assessments/upgrade.html", context, status=status)


def _preview_context(assessment: Assessment, edition: Edition, party: Party) -> dict[str, Any]:
    parties = parties_of(edition)
    return {
        "preview": preview_of(assessment, edition=edition, party=party),
        "parties": parties if len(parties) > TWO else (),
    }


def _stale_page(request: MemberRequest, assessment: Assessment, edition: Edition) -> HttpResponse:
    context = {"assessment": assessment, "edition": edition, "nav": "dashboard"}
    return render(request, "assessments/upgrade_stale.html", context, status=409)


def _upgrades_page(
    request: MemberRequest, assessment: Assessment, status: int = 200
) -> HttpResponse:
    reader = request.membership
    context = {
        "assessment": assessment,
        "moves": moves_of(assessment, reader=reader, at=timezone.now()),
        "may_revert": reader.may(Action.RUN_ASSESSMENTS),
        "nav": "dashboard",
    }
    return render(request, "assessments/upgrades.html", context, status=status)


def _why(refusal: AlreadyReverted | MovedSince | RevertTooLate) -> str:
    if isinstance(refusal, AlreadyReverted):
        return _("Not reverted: somebody has reverted this move already.")
    if isinstance(refusal, MovedSince):
        return _("Not reverted: the assessment moved on since. Revert the last move first.")
    return _("Not reverted: this move is more than 30 days old.")
