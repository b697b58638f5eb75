"""In which group a row of mine stands, in which order, and the sentence about them."""

from datetime import timedelta

import pytest
from django.utils import translation

from accounts.models import Membership
from assessments.models import Answer
from assessments.selectors.mine import Group, groups_of
from assessments.services.answering import AnswerValues
from assessments.services.reviewing import send_back_rows, submit_rows
from tests.assessments.mine.giving import TODAY, give, mine
from tests.assessments.review.team import seen
from tests.builders import NOW

pytestmark = pytest.mark.django_db

YESTERDAY, IN_SIX_DAYS, IN_SEVEN_DAYS = (TODAY + timedelta(days=n) for n in (-1, 6, 7))
REASON = "Rien de tel"


@pytest.mark.parametrize(
    ("values", "group"),
    [
        pytest.param({"coverage": "gap", "due_on": YESTERDAY}, Group.OVERDUE, id="gap, passed"),
        pytest.param({"coverage": "partial", "due_on": YESTERDAY}, Group.OVERDUE, id="partial"),
        pytest.param({"due_on": YESTERDAY}, Group.OVERDUE, id="unanswered, passed"),
        pytest.param({"coverage": "covered", "due_on": YESTERDAY}, Group.DONE, id="covered"),
        pytest.param(
            {"coverage": "not_applicable", "reason": REASON, "due_on": YESTERDAY},
            Group.DONE,
            id="not applicable",
        ),
        pytest.param({"coverage": "gap", "due_on": TODAY}, Group.THIS_WEEK, id="today"),
        pytest.param({"due_on": IN_SIX_DAYS}, Group.THIS_WEEK, id="unanswered, in six days"),
        pytest.param({"coverage": "covered", "due_on": TODAY}, Group.DONE, id="covered in time"),
        pytest.param({"coverage": "gap", "due_on": IN_SEVEN_DAYS}, Group.LATER, id="a week away"),
        pytest.param({"coverage": "gap"}, Group.UNDATED, id="gap without a date"),
        pytest.param({"coverage": "partial"}, Group.UNDATED, id="partial without a date"),
        pytest.param({}, Group.UNANSWERED, id="unanswered"),
        pytest.param({"due_on": IN_SEVEN_DAYS}, Group.UNANSWERED, id="unanswered, a week away"),
    ],
)
def test_a_row_is_in_one_group(
    me: Membership, manager: Membership, values: AnswerValues, group: Group
) -> None:
    give(me, values, by=manager)

    found = mine(me)

    assert [row.group for row in found.rows] == [group]


@pytest.mark.parametrize(
    ("values", "group"),
    [
        pytest.param({"coverage": "covered"}, Group.RECHECK, id="covered"),
        pytest.param({"coverage": "gap"}, Group.RECHECK, id="gap without a date"),
        pytest.param({"coverage": "gap", "due_on": TODAY}, Group.THIS_WEEK, id="due this week"),
        pytest.param({"coverage": "gap", "due_on": YESTERDAY}, Group.OVERDUE, id="overdue"),
    ],
)
def test_what_is_to_recheck_stands_below_what_is_due(
    me: Membership, manager: Membership, values: AnswerValues, group: Group
) -> None:
    assessment = give(me, values, by=manager)
    Answer.objects.of_assessment(assessment).update(is_to_recheck=True)

    found = mine(me)

    assert [row.group for row in found.rows] == [group]


def test_what_was_sent_back_stands_among_what_waits(me: Membership, manager: Membership) -> None:
    assessment = give(me, {"coverage": "covered", "note": "Vu."}, by=manager)
    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    submit_rows(assessment_id=assessment.pk, rows=seen(row), by=me, at=NOW)
    row.refresh_from_db()
    send_back_rows(assessment_id=assessment.pk, rows=seen(row), reason="Où ?", by=manager, at=NOW)

    found = mine(me)

    assert [row.group for row in found.rows] == [Group.SENT_BACK]


def test_a_message_is_apart_even_when_its_date_has_passed(
    me: Membership, manager: Membership
) -> None:
    late = AnswerValues(due_on=YESTERDAY)
    give(me, late, late, late, late, by=manager)

    found = mine(me)

    assert [row.group for row in found.rows] == [*[Group.OVERDUE] * 3, Group.MESSAGES]
    assert (found.duties, found.needing) == (3, 3)


def test_the_worst_comes_first_and_in_a_group_the_earliest_date(
    me: Membership, manager: Membership
) -> None:
    longest = YESTERDAY - timedelta(days=30)
    give(me, {"coverage": "covered"}, {"due_on": YESTERDAY}, {"coverage": "gap"}, by=manager)
    give(me, {"coverage": "gap", "due_on": longest}, {"due_on": TODAY}, {}, by=manager)

    groups = groups_of(mine(me).rows)

    assert [(each.name, [row.days_late for row in each.rows]) for each in groups] == [
        ("overdue", [31, 1]),
        ("this-week", [0]),
        ("undated", [0]),
        ("unanswered", [0]),
        ("done", [0]),
    ]


def test_the_sentence_names_every_group_with_its_denominator(
    me: Membership, manager: Membership
) -> None:
    late: AnswerValues = {"coverage": "gap", "due_on": YESTERDAY}
    give(me, late, {"coverage": "covered"}, {"due_on": TODAY}, {}, by=manager)
    give(me, late, {"coverage": "gap", "due_on": IN_SEVEN_DAYS}, by=manager)

    with translation.override("en"):
        found = mine(me)
        said = found.lead + found.rest, found.apart

    assert said == (
        "3 of your 5 duties need you: 2 overdue, 1 due this week",
        "1 planned for later, 1 done, 1 consulted or informed, counted apart",
    )


@pytest.mark.parametrize(
    ("changes", "lead"),
    [
        pytest.param([], "No duty is yours", id="none"),
        pytest.param([{}], "Your only duty needs you", id="one, open"),
        pytest.param(
            [{"coverage": "covered"}], "Your only duty does not need you now", id="one, done"
        ),
        pytest.param(
            [{"coverage": "covered"}] * 2, "None of your 2 duties needs you now", id="all done"
        ),
        pytest.param(
            [{"coverage": "covered"}, {}], "1 of your 2 duties needs you", id="one of two"
        ),
    ],
)
def test_the_sentence_is_right_in_number(
    me: Membership, manager: Membership, changes: list[AnswerValues], lead: str
) -> None:
    give(me, *changes, by=manager)

    with translation.override("en"):
        said = mine(me).lead

    assert said == lead
