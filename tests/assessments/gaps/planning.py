"""Gaps to plan in tests."""

from datetime import date, timedelta
from typing import Any, cast

from accounts.models import Membership
from assessments.models import Answer, Assessment, GapPlan
from assessments.services.answering import AnswerValues, Recorded
from assessments.services.gaps import Acceptance, PlanEntry, PlanValues, accept_gap, plan_gaps
from tests.builders import NOW, make_answers, make_assessment

TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def make_gap(by: Membership, *, assessment: Assessment | None = None, **values: Any) -> Answer:
    """Answer the first duty of an assessment "gap", of a new one if none is given."""
    assessment = assessment or make_assessment(by)
    answered = AnswerValues(coverage="gap") | cast(AnswerValues, values)
    make_answers(assessment, answered, by=by)
    return Answer.objects.of_assessment(assessment).in_printed_order()[0]


def plan(row: Answer, *, by: Membership, revision: int = 0, **values: Any) -> Recorded:
    """Plan one gap, by default one nobody planned yet."""
    entry = PlanEntry(row.key, revision, cast(PlanValues, values))
    return plan_gaps(entries=[entry], by=by, at=NOW)


def accept(row: Answer, *, by: Membership, until: date, revision: int = 0) -> int:
    """Accept one gap, by default one nobody planned yet."""
    acceptance = Acceptance(until, "The supplier mends it in spring.")
    return accept_gap(key=row.key, revision=revision, acceptance=acceptance, by=by, at=NOW)


def plan_of_row(row: Answer) -> GapPlan:
    """Read the plan of a gap."""
    return GapPlan.objects.get(answer=row)
