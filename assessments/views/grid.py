"""The grid: every duty of an assessment, to be answered in place."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments import words
from assessments.filters import DutyFilter
from assessments.forms.answers import MAX_ROWS
from assessments.models import Assessment, Coverage
from assessments.selectors.duties import duty_rows
from assessments.selectors.grid import Grid, grid_of
from assessments.selectors.upgrading.history import LastMove, last_move
from assessments.selectors.upgrading.targets import newer_editions
from assessments.views.finding import find_assessment
from matrix.selectors import printed_edition


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is one click away, with the number of rows it leads to."""

    name: str
    label: str
    count: int
    query: str
    is_current: bool


@member_page()
def duties(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the duties, filtered by the query string."""
    assessment = find_assessment(request, assessment_id)
    today = timezone.localdate()
    printed = printed_edition(assessment.edition, language=get_language() or "")
    reader = request.membership
    filterset = DutyFilter(
        request.GET, assessment=assessment, printed=printed, reader=reader, on=today
    )
    rows = duty_rows(filterset.qs, assessment=assessment, printed=printed, reader=reader, on=today)
    grid = grid_of(rows, assessment=assessment, printed=printed, reader=reader, on=today)
    move = last_move(assessment)
    context = {
        "assessment": assessment,
        "printed": printed,
        "grid": grid,
        "filter": filterset,
        "chips": chips(grid, filterset, has_messages=assessment.has_messages, move=move),
        "newer": newer_editions([assessment]).get(assessment.pk),
        "may_upgrade": reader.may(Action.RUN_ASSESSMENTS),
        "owners": filterset.owners.current,
        **sentence_context(grid),
        **rights_context(request, assessment),
        "coverages": Coverage,
        "most_rows": MAX_ROWS,
        "months": [date_format(date(2000, month, 1), "N") for month in range(1, 13)],
        "nav": "duties",
    }
    return render(request, "assessments/grid.html", context)


def sentence_context(grid: Grid) -> dict[str, str]:
    """Return the sentence of the page in its parts."""
    return {
        "lead": words.lead(grid.counts),
        "rest": words.rest(grid.counts),
        "progress": words.progress_words(grid.counts),
        "apart": words.apart(grid.counts),
        "messages_words": words.messages_words(grid.messages) if grid.messages.duties else "",
    }


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


def chips(
    grid: Grid, filterset: DutyFilter, *, has_messages: bool, move: LastMove | None = None
) -> list[Chip]:
    """Return the filters above the grid; counts are of the whole assessment."""
    counts, standing = grid.counts, grid.standing
    offered = [
        ("all", _("All duties"), counts.duties, ""),
        ("gap", _("Gaps"), counts.gap, "coverage=gap"),
        ("unanswered", pgettext("duties", "Unanswered"), counts.unanswered, "coverage=unanswered"),
        ("late", _("Late"), standing.late, "late=true"),
        ("mine", _("Mine"), standing.mine, "owner=me"),
    ]
    if has_messages:
        offered.append(("messages", _("+ C and I"), standing.messages, "rows=all"))
    if move and move.opened:
        offered.append(("new", _("New in this edition"), move.opened, "new=true&rows=all"))
    if move and move.recheck:
        query = "recheck=true&rows=all"
        offered.append(("recheck", _("To recheck"), move.recheck, query))
    chosen = filterset.query
    found = [Chip(*each, is_current=each[3] == chosen) for each in offered]
    if not any(chip.is_current for chip in found):
        found.append(Chip("other", filterset.words, grid.shown, chosen, is_current=True))
    return found
