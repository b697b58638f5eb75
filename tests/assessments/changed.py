"""What the sheet of changes is tested with: a signed assessment that went on."""

from datetime import date, timedelta
from typing import Any

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.reports.assessment import assessment_workbook
from assessments.selectors.signing.since import Changed
from assessments.selectors.workbook import (
    Making,
    Selection,
    WorkbookContents,
    workbook_contents,
)
from assessments.services.gaps import PlanEntry, PlanValues, plan_gaps
from assessments.services.options import OptionDecision, decide_option
from assessments.services.signing import reopen_assessment
from matrix.selectors import printed_edition
from tests.assessments.review.signing import make_accepted, sign
from tests.assessments.review.team import ReviewTeam
from tests.assessments.workbooks import KEY, lines, opened
from tests.builders import NOW, make_option

LATER = NOW + timedelta(days=3)
SHEET = "Changes since last sign-off"
# The first columns say where a row stands.
SAID = slice(3, None)


def read(
    team: ReviewTeam, *, by: Membership | None = None, coverage: str = "", language: str = "en"
) -> WorkbookContents:
    """Read what a workbook says, `by` None for the installation; `coverage` keeps some rows."""
    assessment = Assessment.objects.with_matrix().select_related("organisation")
    found = assessment.get(pk=team.assessment.pk)
    printed = printed_edition(found.edition, language=language)
    rows = Answer.objects.of_assessment(found).filter(coverage=coverage)
    selection = Selection(rows, f"coverage={coverage}", "some") if coverage else None
    return workbook_contents(found, printed, Making(KEY, language, by, LATER), selection)


def changes(contents: WorkbookContents) -> list[Changed]:
    """Return what changed; there must be a sign-off."""
    assert contents.since is not None
    return list(contents.since.changes)


def told(contents: WorkbookContents) -> list[tuple[str, Any, Any]]:
    """Return field, then and now of each change."""
    return [(each.field, each.then, each.now) for each in changes(contents)]


def cells(contents: WorkbookContents) -> list[list[Any]]:
    """Return the rows of the sheet as they are opened again."""
    return lines(opened(assessment_workbook(contents).content)[SHEET])


def make_reopened() -> ReviewTeam:
    """Make a team that signed and reopened: one row covered, one gap, one unanswered."""
    team = make_accepted()
    signed = sign(team)
    reopen_assessment(sign_off_id=signed.pk, reason="To go on", by=team.manager, at=NOW)
    return team


def plan(team: ReviewTeam) -> None:
    """Plan the gap, which is the second row."""
    values = PlanValues(
        severity="high",
        action="Buy one",
        responsible_id=team.manager.pk,
        by_when=date(2026, 12, 24),
        state="in_progress",
    )
    entry = PlanEntry(team.rows[1].key, 0, values)
    plan_gaps(entries=[entry], by=team.manager, at=LATER)


def switch_first_row_off(team: ReviewTeam) -> None:
    """Say that an option is not bought, which switches the first row off."""
    option = make_option(team.assessment, by=team.manager)
    decide_option(
        assessment_id=team.assessment.pk,
        option_id=option.pk,
        decision=OptionDecision(is_bought=False, reason="Too dear", revision=0),
        by=team.manager,
        at=LATER,
    )
