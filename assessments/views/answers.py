"""One duty with everything said of it, and the forms that need no JavaScript."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.answers import MAX_ROWS, DutyForm, SectionForm
from assessments.forms.comments import CommentForm
from assessments.models import GAPS, Answer, Assessment
from assessments.selectors.comments import talk_about
from assessments.selectors.conflicts import conflicts_of
from assessments.selectors.duties import DutyRow, duty_rows
from assessments.selectors.history import row_history
from assessments.selectors.owners import Owners, owners_of
from assessments.selectors.reviewing import review_of
from assessments.services.answering import (
    AssessmentClosed,
    Entry,
    Recorded,
    UnknownOwner,
    record_answers,
)
from assessments.views.finding import find_assessment
from assessments.views.gap_panel import People, gap_panel, people_among, plan_form
from assessments.views.grid import rights_context
from assessments.views.opinion_panel import opinion_panel
from assessments.views.proof_panel import proof_panel
from assessments.views.replies import closed_page, conflict_words, refused_words, wanted_of
from matrix.models import Activity
from matrix.selectors import printed_edition


@member_page()
def answer(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Show one duty: what was printed, and what is said of it."""
    assessment = find_assessment(request, assessment_id)
    row = find_row(request, assessment, key)
    return answer_page(request, assessment, row, status=200)


@member_action(Action.ANSWER_OWN)
def save_answer(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Save one duty and lead back to it in the grid; 409 with both values when it is stale."""
    assessment = find_assessment(request, assessment_id)
    row = find_row(request, assessment, key)
    form = _form(request, row, owners_of(assessment), data=request.POST)
    if not form.is_valid():
        return _page(request, assessment, row, form, status=422)
    entry = Entry(key, form.cleaned_data["revision"], form.changes())
    try:
        recorded = _record(request, assessment, [entry])
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except UnknownOwner:
        form.add_error("owner", _("Choose a person or a team of this organisation."))
        return _page(request, assessment, row, form, status=422)
    if recorded.stale:
        return _conflict_page(request, assessment, row, form)
    if recorded.refused:
        raise PermissionDenied
    _tell_saved(request, recorded)
    return redirect(f"{_grid_url(request, assessment)}#duty-{key}")


@member_action(Action.ANSWER_OWN)
def save_section(request: MemberRequest, assessment_id: int, section_id: int) -> HttpResponse:
    """Save the rows of a section that were changed, and show what could not be saved."""
    assessment = find_assessment(request, assessment_id)
    form = SectionForm(request.POST)
    entries = form.entries()
    stale: list[UUID] = []
    try:
        for start in range(0, len(entries), MAX_ROWS):
            recorded = _record(request, assessment, entries[start : start + MAX_ROWS])
            _tell_saved(request, recorded)
            stale += recorded.stale
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    if stale or form.faulty():
        return _unsettled_page(request, assessment, section_id, form, stale)
    return redirect(f"{_grid_url(request, assessment)}#section-{section_id}")


def _record(request: MemberRequest, assessment: Assessment, entries: list[Entry]) -> Recorded:
    return record_answers(
        assessment_id=assessment.pk, entries=entries, by=request.membership, at=timezone.now()
    )


def answer_page(
    request: MemberRequest, assessment: Assessment, row: DutyRow, *, status: int, **more: Any
) -> HttpResponse:
    """Return the page of one duty; `more` is what one of its panels says of what was sent."""
    owners = owners_of(assessment)
    form, people = _form(request, row, owners), people_among(owners.current)
    return _page(request, assessment, row, form, status=status, people=people, **more)


def find_row(request: MemberRequest, assessment: Assessment, key: UUID) -> DutyRow:
    """Return one row in play of an assessment. Raises `Http404` when there is none."""
    answers = Answer.objects.visible_to(request.user).of_assessment(assessment).filter(key=key)
    rows = duty_rows(
        answers,
        assessment=assessment,
        printed=printed_edition(
            assessment.edition,
            language=get_language() or "",
            only=Activity.objects.filter(pk__in=answers.values("activity")),
        ),
        reader=request.membership,
        on=timezone.localdate(),
    )
    if not rows:
        raise Http404
    return rows[0]


def _form(
    request: MemberRequest, row: DutyRow, owners: Owners, *, data: QueryDict | None = None
) -> DutyForm:
    offered = [*owners.current]
    if row.owner and row.owner not in offered:
        offered.append(row.owner)
    return DutyForm(
        data,
        initial={
            "coverage": row.coverage,
            "reason": row.reason,
            "until": row.until,
            "note": row.note,
            "internal_note": row.internal_note,
            "owner": row.owner.value if row.owner else "",
            "due_on": row.due_on,
            "is_to_recheck": row.is_to_recheck,
            "revision": row.revision,
        },
        owners=[(owner.value, owner.name) for owner in offered],
        internal=request.membership.may(Action.READ_INTERNAL_NOTES),
    )


def _page(
    request: MemberRequest,
    assessment: Assessment,
    row: DutyRow,
    form: DutyForm,
    *,
    status: int = 200,
    people: People | None = None,
    **more: Any,
) -> HttpResponse:
    plan = plan_form(request, row, people=people) if people and row.coverage in GAPS else None
    context = {
        "assessment": assessment,
        "row": row,
        "form": form,
        "proofs": proof_panel(request, row, people=people),
        "gap": gap_panel(request, row, form=plan),
        "review": review_of(row, reader=request.membership),
        "opinion": opinion_panel(request, assessment, row),
        "may_review": request.membership.may(Action.REVIEW),
        **_talk(request, assessment, row),
        "history": row_history(str(row.key), reader=request.membership),
        "grid_url": _grid_url(request, assessment),
        "nav": "duties",
        **rights_context(request, assessment),
        **more,
    }
    return render(request, "assessments/answer.html", context, status=status)


def _talk(request: MemberRequest, assessment: Assessment, row: DutyRow) -> dict[str, Any]:
    talk = talk_about(row.key, assessment=assessment, reader=request.membership)
    return {"talk": talk, "comment_form": CommentForm(members=talk.members if talk else ())}


def _conflict_page(
    request: MemberRequest, assessment: Assessment, row: DutyRow, form: DutyForm
) -> HttpResponse:
    wanted = {row.key: form.values()}
    (conflict,) = conflicts_of(wanted, assessment=assessment, reader=request.membership)
    # What was typed stays; sent again, it is by the new revision.
    form.data = {**request.POST.dict(), "revision": str(conflict.revision)}
    says = conflict_words(conflict)
    return _page(request, assessment, row, form, status=409, conflict=conflict, says=says)


def _unsettled_page(
    request: MemberRequest,
    assessment: Assessment,
    section_id: int,
    form: SectionForm,
    stale: Sequence[UUID],
) -> HttpResponse:
    entries = wanted_of(form.entries())
    wanted = {key: entries[key] for key in stale}
    conflicts = conflicts_of(wanted, assessment=assessment, reader=request.membership)
    printed = printed_edition(assessment.edition, language=get_language() or "")
    texts = {activity.activity_id: activity.text for activity in printed.activities}
    faulty = {row.key: row for row in form.faulty()}
    answers = Answer.objects.of_assessment(assessment).filter(key__in=[*faulty])
    context = {
        "assessment": assessment,
        "section_id": section_id,
        "conflicts": [
            (each, texts[each.activity_id], conflict_words(each), wanted[each.key])
            for each in conflicts
        ],
        "faulty": [
            (faulty[each.key], texts[each.activity_id], each)
            for each in answers.in_printed_order()
        ],
        "grid_url": _grid_url(request, assessment),
        "nav": "duties",
    }
    status = 409 if conflicts else 422
    return render(request, "assessments/unsettled.html", context, status=status)


def _tell_saved(request: MemberRequest, recorded: Recorded) -> None:
    if recorded.counts is not None:
        number = len(recorded.saved)
        words = ngettext("%(n)s answer changed.", "%(n)s answers changed.", number)
        # The tag carries the batch, so that the grid can offer to undo it.
        messages.success(request, words % {"n": number}, extra_tags=recorded.batch)
    if recorded.refused:
        messages.warning(request, refused_words(recorded))


def _grid_url(request: MemberRequest, assessment: Assessment) -> str:
    return reverse(
        "assessments:duties", args=[request.membership.organisation.slug, assessment.pk]
    )
