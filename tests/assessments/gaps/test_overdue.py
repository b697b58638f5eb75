"""When a gap is overdue: the query, the row and the page of one's own duties agree."""

from datetime import date, timedelta
from typing import Any

import pytest

from assessments.models import Answer, GapPlan
from assessments.selectors.duties import days_late, due_of
from assessments.selectors.grid import standing_of
from assessments.selectors.mine import Group, my_duties
from assessments.selectors.plans import PLAN_ALONG
from assessments.services.answering import AnswerValues
from tests.assessments.gaps.planning import (
    TODAY,
    TOMORROW,
    YESTERDAY,
    accept,
    make_gap,
    plan,
    plan_of_row,
)
from tests.builders import make_answers, make_member

pytestmark = pytest.mark.django_db

LONG_AGO = TODAY - timedelta(days=40)
IN_A_MONTH = TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("due_on", "planned", "accepted_until", "late"),
    [
        pytest.param(None, {}, None, 0, id="no date"),
        pytest.param(YESTERDAY, {}, None, 1, id="its own date has passed"),
        pytest.param(TODAY, {}, None, 0, id="due today"),
        pytest.param(None, {"by_when": YESTERDAY}, None, 1, id="the plan's date has passed"),
        pytest.param(IN_A_MONTH, {"by_when": YESTERDAY}, None, 1, id="the earlier counts"),
        pytest.param(
            LONG_AGO, {"by_when": IN_A_MONTH}, None, 40, id="a plan does not put its date off"
        ),
        pytest.param(
            None, {"by_when": YESTERDAY, "state": "in_progress"}, None, 1, id="in progress"
        ),
        pytest.param(None, {"by_when": YESTERDAY, "state": "done"}, None, 0, id="done"),
        pytest.param(None, {"by_when": YESTERDAY, "state": "dropped"}, None, 0, id="dropped"),
        pytest.param(LONG_AGO, {}, TODAY, 0, id="accepted through today"),
        pytest.param(LONG_AGO, {}, YESTERDAY, 1, id="the acceptance ran out yesterday"),
        pytest.param(None, {}, YESTERDAY, 1, id="its end is the date of a gap without another"),
        pytest.param(None, {"by_when": YESTERDAY, "state": "done"}, YESTERDAY, 1, id="and of it"),
        pytest.param(IN_A_MONTH, {}, YESTERDAY, 0, id="ran out, with a date to come"),
        pytest.param(None, {"by_when": IN_A_MONTH}, YESTERDAY, 0, id="ran out, planned anew"),
    ],
)
def test_a_gap_is_overdue_by_one_rule(
    due_on: date | None, planned: dict[str, Any], accepted_until: date | None, late: int
) -> None:
    manager = make_member()
    row = make_gap(manager, due_on=due_on, owner_membership_id=manager.pk)
    if planned:
        plan(row, by=manager, **planned)
    if accepted_until:
        revision = plan_of_row(row).revision if planned else 0
        accept(row, by=manager, until=TOMORROW, revision=revision)
        GapPlan.objects.update(expires_on=accepted_until)

    overdue = Answer.objects.overdue(on=TODAY)
    read = Answer.objects.select_related(*PLAN_ALONG).get(pk=row.pk)
    (mine,) = my_duties(manager, language="fr", on=TODAY).rows
    standing = standing_of(row.assessment, reader=manager, on=TODAY)

    assert list(overdue) == ([row] if late else [])
    assert standing.late == len(overdue)
    assert days_late(read, on=TODAY) == mine.days_late == late
    assert (mine.group == Group.OVERDUE) is bool(late)


@pytest.mark.parametrize(
    ("coverage", "late"), [("unanswered", True), ("covered", False), ("partial", False)]
)
def test_an_acceptance_counts_for_gaps_alone(coverage: str, late: bool) -> None:
    manager = make_member()
    row = make_gap(manager, due_on=YESTERDAY)
    accept(row, by=manager, until=TOMORROW)

    make_answers(row.assessment, AnswerValues(coverage=coverage), by=manager)

    read = Answer.objects.select_related(*PLAN_ALONG).get(pk=row.pk)
    assert Answer.objects.overdue(on=TODAY).exists() is late
    assert bool(days_late(read, on=TODAY)) is late


def test_an_accepted_gap_waits_for_the_end_of_its_acceptance() -> None:
    manager = make_member()
    row = make_gap(manager, due_on=YESTERDAY, owner_membership_id=manager.pk)
    accept(row, by=manager, until=IN_A_MONTH)

    (mine,) = my_duties(manager, language="fr", on=TODAY).rows

    assert (mine.group, mine.due_on) == (Group.LATER, IN_A_MONTH)


def test_a_row_without_its_plan_read_along_shows_none() -> None:
    manager = make_member()
    row = make_gap(manager)
    plan(row, by=manager, by_when=YESTERDAY)

    read = Answer.objects.get(pk=row.pk)

    assert due_of(read) is None
