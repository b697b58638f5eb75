"""The grid: every duty of an assessment, to be answered in place."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments.filters import DutyFilter
from assessments.forms.answers import MAX_ROWS
from assessments.models import Assessment, Coverage
from assessments.selectors.comments import with_comments
from assessments.selectors.duties import duty_rows
from assessments.selectors.grid import grid_of
from assessments.selectors.opinions import opinions_of, with_opinions
from assessments.selectors.proofs.choosing import with_proofs
from assessments.selectors.upgrading.history import last_move
from assessments.selectors.upgrading.targets import newer_editions
from assessments.views.chips import chips, sentence_context
from assessments.views.finding import find_assessment
from assessments.views.gap_panel import people_among
from assessments.views.past import duties_then, is_asked
from assessments.views.proof_panel import new_proof_form
from matrix.selectors import printed_edition


@member_page()
def duties(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the duties, filtered by the query string."""
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        return duties_then(request, assessment)
    today = timezone.localdate()
    printed = printed_edition(assessment.edition, language=get_language() or "")
    reader = request.membership
    filterset = DutyFilter(
        request.GET, assessment=assessment, printed=printed, reader=reader, on=today
    )
    rows = duty_rows(filterset.qs, assessment=assessment, printed=printed, reader=reader, on=today)
    rows = with_comments(rows, assessment=assessment, reader=reader)
    rows = with_proofs(rows, assessment=assessment, reader=reader)
    rows = with_opinions(rows, opinions_of(assessment, reader=reader))
    grid = grid_of(rows, assessment=assessment, printed=printed, reader=reader, on=today)
    move = last_move(assessment)
    owners, rights = filterset.owners.current, rights_context(request, assessment)
    may_answer, people = rights["may_answer"], people_among(owners)
    context = {
        "assessment": assessment,
        "printed": printed,
        "grid": grid,
        "filter": filterset,
        "chips": chips(grid, filterset, has_messages=assessment.has_messages, move=move),
        "newer": newer_editions([assessment]).get(assessment.pk),
        "may_upgrade": reader.may(Action.RUN_ASSESSMENTS),
        "owners": owners,
        **sentence_context(grid),
        **rights,
        "proof_form": new_proof_form(request, people=people) if may_answer else None,
        "coverages": Coverage,
        "most_rows": MAX_ROWS,
        "months": [date_format(date(2000, month, 1), "N") for month in range(1, 13)],
        "nav": "duties",
    }
    return render(request, "assessments/grid.html", context)


def rights_context(request: MemberRequest, assessment: Assessment) -> dict[str, bool]:
    """Return what this reader may do here, and whether the assessment is open at all."""
    reader = request.membership
    is_active = assessment.state == Assessment.State.ACTIVE
    return {
        "is_active": is_active,
        "may_answer": is_active and reader.may(Action.ANSWER_OWN),
        "may_answer_any": is_active and reader.may(Action.ANSWER_ANY),
        "may_read_internal_notes": reader.may(Action.READ_INTERNAL_NOTES),
    }
