"""One thing that was brought in: what it would change, the decisions, and what came of them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.intakes import ChoicesForm
from assessments.models import Assessment, Intake
from assessments.selectors.adopting import is_to_be_mapped
from assessments.selectors.intakes import Merge, merged
from assessments.services.answering import AssessmentClosed, ConcurrentChange, UnknownOwner
from assessments.services.intakes import (
    IntakeMoved,
    NothingToApply,
    StillUndecided,
    TakenBack,
    apply_intake,
    choose,
    discard,
    undo_intake,
)
from assessments.services.undoing import NothingToUndo
from assessments.views.finding import find_assessment
from assessments.views.intakes.finding import (
    find_intake,
    find_own,
    is_open_to,
    may_bring,
    to_intake,
)
from assessments.views.replies import closed_page
from assessments.words.intakes import merge_words
from matrix.forms import RevisionForm


@member_page()
def intake(request: MemberRequest, assessment_id: int, intake_key: UUID) -> HttpResponse:
    """Show what a draft would change, or what became of it; a sheet leads to its columns."""
    assessment = find_assessment(request, assessment_id)
    found = find_intake(request, assessment, intake_key)
    if found.state == Intake.State.DRAFT and is_to_be_mapped(found):
        slug = request.membership.organisation.slug
        return redirect("assessments:map_columns", slug, assessment_id, intake_key)
    return _page(request, found)


@member_action(Action.READ)
def keep_choices(request: MemberRequest, assessment_id: int, intake_key: UUID) -> HttpResponse:
    """Keep what is decided so far, to go on later. 409 when the draft moved."""
    assessment = find_assessment(request, assessment_id)
    found = find_own(request, assessment, intake_key)
    try:
        _choose(request, found)
    except IntakeMoved:
        return _moved_page(request, assessment, intake_key)
    messages.success(request, _("Kept. Nothing is applied yet."))
    return to_intake(request, found)


@member_action(Action.READ)
def apply_changes(request: MemberRequest, assessment_id: int, intake_key: UUID) -> HttpResponse:
    """Apply a draft as decided, and lead to its receipt; 409 says why nothing was written."""
    assessment = find_assessment(request, assessment_id)
    found = find_own(request, assessment, intake_key)
    try:
        found = _choose(request, found)
        apply_intake(
            intake=found, revision=found.revision, by=request.membership, at=timezone.now()
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except (IntakeMoved, ConcurrentChange):
        return _moved_page(request, assessment, intake_key)
    except (StillUndecided, NothingToApply, UnknownOwner) as refusal:
        now = find_intake(request, assessment, intake_key)
        return _page(request, now, status=409, refused=_why(refusal))
    return to_intake(request, found)


@member_action(Action.READ)
def undo(request: MemberRequest, assessment_id: int, intake_key: UUID) -> HttpResponse:
    """Take back what was applied, and say what stays because it was changed since."""
    assessment = find_assessment(request, assessment_id)
    found = find_own(request, assessment, intake_key)
    form = RevisionForm(request.POST)
    try:
        undone = undo_intake(
            intake=found,
            revision=form.cleaned_data["revision"] if form.is_valid() else 0,
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except IntakeMoved:
        return _moved_page(request, assessment, intake_key)
    except (NothingToUndo, UnknownOwner) as refusal:
        return _page(request, found, status=409, refused=_why(refusal))
    _tell_undone(request, undone)
    return to_intake(request, found)


@member_action(Action.READ)
def forget(request: MemberRequest, assessment_id: int, intake_key: UUID) -> HttpResponse:
    """Discard a draft and lead to where another can be brought."""
    assessment = find_assessment(request, assessment_id)
    found = find_own(request, assessment, intake_key)
    form = RevisionForm(request.POST)
    try:
        discard(
            intake=found,
            revision=form.cleaned_data["revision"] if form.is_valid() else 0,
            by=request.membership,
            at=timezone.now(),
        )
    except IntakeMoved:
        return _moved_page(request, assessment, intake_key)
    messages.success(request, _("Discarded: no answer was changed."))
    return redirect("assessments:new_intake", request.membership.organisation.slug, assessment_id)


def _choose(request: MemberRequest, found: Intake) -> Intake:
    """Keep the decisions of the form, and return the draft as it stands then."""
    merge = _merge(request, found)
    places = [cell.name for row in merge.conflicting for cell in row.conflicts]
    form = ChoicesForm(request.POST, places=places)
    if not form.is_valid():
        raise IntakeMoved
    return choose(
        intake=found,
        choices=form.choices(),
        revision=form.cleaned_data["revision"],
        by=request.membership,
        at=timezone.now(),
    )


def _merge(request: MemberRequest, found: Intake) -> Merge:
    return merged(found, reader=request.membership, on=timezone.localdate())


def _page(
    request: MemberRequest, found: Intake, *, status: int = 200, **more: Any
) -> HttpResponse:
    is_open = is_open_to(request.membership, found.assessment)
    context: dict[str, Any] = {
        "assessment": found.assessment,
        "intake": found,
        "is_open": is_open,
        "nav": "dashboard",
        **more,
    }
    if found.state != Intake.State.DRAFT:
        is_own = found.applied_by_id == request.membership.pk
        context["may_undo"] = is_open and is_own and found.state == Intake.State.APPLIED
        return render(request, "assessments/intakes/receipt.html", context, status=status)
    merge = _merge(request, found)
    sentence = merge_words(
        change=len(merge.written),
        decide=merge.undecided,
        reject=merge.rejected,
        unchanged=len(merge.unchanged),
        rows=len(merge.rows),
    )
    lead, comma, rest = sentence.partition(",")
    context |= {
        "merge": merge,
        "lead": lead,
        "rest": comma + rest,
        "may_apply": is_open and may_bring(request.membership),
    }
    return render(request, "assessments/intakes/preview.html", context, status=status)


def _moved_page(request: MemberRequest, assessment: Assessment, key: UUID) -> HttpResponse:
    """Show it as it is now; one that is applied leads to its receipt, as a double click does."""
    now = find_intake(request, assessment, key)
    if now.state == Intake.State.APPLIED and now.applied_by_id == request.membership.pk:
        return to_intake(request, now)
    said = _("It changed in the meantime. Nothing was written: look at it again.")
    return _page(request, now, status=409, refused=said)


def _why(refusal: Exception) -> str:
    if isinstance(refusal, StillUndecided):
        words = ngettext(
            "Nothing was written: %(n)s conflict is not decided yet.",
            "Nothing was written: %(n)s conflicts are not decided yet.",
            refusal.number,
        )
        return words % {"n": refusal.number}
    if isinstance(refusal, NothingToApply):
        return _("Nothing was written: as decided, it changes no row.")
    if isinstance(refusal, NothingToUndo):
        return _("Nothing was taken back: every row was changed or put away since.")
    return _("Nothing was written: an owner is not in the organisation any more.")


def _tell_undone(request: MemberRequest, undone: TakenBack) -> None:
    number = len(undone.saved)
    words = ngettext("%(n)s answer is as before.", "%(n)s answers are as before.", number)
    messages.success(request, words % {"n": number})
    if stayed := len(undone.stale) + len(undone.refused) + len(undone.missing):
        words = ngettext(
            "%(n)s answer was changed since and stays as it is.",
            "%(n)s answers were changed since and stay as they are.",
            stayed,
        )
        messages.warning(request, words % {"n": stayed})
