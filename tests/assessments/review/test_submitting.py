"""Submitting rows to a reviewer."""

import pytest

from accounts.rights import Role
from assessments.models import Answer, Assessment, Review
from assessments.services.answering import AnswerValues, AssessmentClosed
from assessments.services.reviewing import REATTESTED, Seen, submit_rows
from audit.models import Event
from tests.assessments.review.team import COVERED, GAP, make_team, seen
from tests.builders import NOW, make_answers, make_assessment, make_member

pytestmark = pytest.mark.django_db


def test_an_answered_row_is_submitted_with_who_and_when() -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)

    reviewed = team.submit(row)

    row.refresh_from_db()
    assert (row.review, row.submitted_at, row.submitted_by) == (
        Review.SUBMITTED,
        NOW,
        team.contributor,
    )
    assert reviewed.done == {row.key: row.revision}


def test_submitting_is_told_with_the_revisions() -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)

    reviewed = team.submit(row)

    event = Event.objects.get(batch=reviewed.batch)
    assert (event.verb, event.object_id) == ("answer-submitted", str(row.key))
    assert event.old == {"review": "none", "revision": row.revision}
    assert event.new == {"review": "submitted", "revision": row.revision + 1}


@pytest.mark.asvs("2.3.1")
def test_what_cannot_be_submitted_is_named_and_left_alone() -> None:
    team = make_team()
    colleague = make_member(Role.CONTRIBUTOR, organisation=team.manager.organisation)
    theirs = AnswerValues(coverage="covered", owner_membership_id=colleague.pk)
    mine, other, empty = team.answer(COVERED, theirs, by=team.manager)
    elsewhere = Answer.objects.filter(assessment=make_assessment()).first()
    assert elsewhere

    reviewed = team.submit(mine, other, empty, elsewhere)

    assert set(reviewed.done) == {mine.key}
    assert reviewed.refused == (other.key,)
    assert reviewed.unfit == (empty.key,)
    assert reviewed.missing == (elsewhere.key,)


def test_a_row_that_changed_since_is_stale() -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)
    team.answer(GAP)

    reviewed = team.submit(row)

    row.refresh_from_db()
    assert reviewed.stale == (row.key,)
    assert row.review == Review.NONE


def test_a_submitted_row_is_not_submitted_twice() -> None:
    team = make_team()
    team.answer(COVERED)
    team.submit()

    again = team.submit()

    assert again.done == {}
    assert len(again.unfit) == 3
    assert not Event.objects.filter(batch=again.batch).exists()


@pytest.mark.parametrize(
    ("values", "is_kept"),
    [
        pytest.param(AnswerValues(coverage="partial"), False, id="coverage"),
        pytest.param(AnswerValues(note="Otherwise"), False, id="note"),
        pytest.param(
            AnswerValues(coverage="not_applicable", reason="None here"), False, id="reason"
        ),
        pytest.param(AnswerValues(internal_note="To ourselves"), True, id="internal note"),
        pytest.param(AnswerValues(due_on=NOW.date()), True, id="due date"),
        pytest.param(COVERED, True, id="the same again"),
    ],
)
def test_a_change_of_what_is_confirmed_takes_the_review_back(
    values: AnswerValues, is_kept: bool
) -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)
    team.submit(row)

    team.answer(values, by=team.manager)

    row.refresh_from_db()
    assert (row.review == Review.SUBMITTED) is is_kept
    assert (row.answered_by == team.contributor) is is_kept


def test_the_history_tells_that_a_review_fell() -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)
    team.submit(row)

    recorded = make_answers(team.assessment, GAP, by=team.contributor)

    event = Event.objects.get(batch=recorded.batch)
    assert event.old.keys() == event.new.keys()
    assert event.old["review"] == "submitted"
    assert event.new["review"] == "none"
    assert "submitted_at" not in event.new


def test_only_what_was_confirmed_once_can_be_said_to_be_still_true() -> None:
    team = make_team()
    first, second, _ = team.answer(COVERED, COVERED)
    team.submit(first)
    team.accept(*team.rows[:1])
    Answer.objects.filter(pk=first.pk).update(
        review="none", submitted_at=None, submitted_by=None, reviewed_at=None, reviewed_by=None
    )

    reviewed = submit_rows(
        assessment_id=team.assessment.pk,
        rows=seen(*team.rows[:2]),
        by=team.contributor,
        at=NOW,
        verb=REATTESTED,
    )

    assert set(reviewed.done) == {first.key}
    assert reviewed.unfit == (second.key,)
    assert Event.objects.get(batch=reviewed.batch).verb == "answer-reattested"


def test_nothing_is_submitted_in_a_signed_assessment() -> None:
    team = make_team()
    row, *_ = team.answer(COVERED)
    Assessment.objects.update(state="signed")

    with pytest.raises(AssessmentClosed):
        team.submit(row)


def test_the_rows_of_another_organisation_are_missing() -> None:
    team, other = make_team(), make_team()
    row, *_ = other.answer(COVERED)

    reviewed = submit_rows(
        assessment_id=other.assessment.pk,
        rows=[Seen(row.key, row.revision)],
        by=team.manager,
        at=NOW,
    )

    assert reviewed.missing == (row.key,)
