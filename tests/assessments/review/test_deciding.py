"""Accepting rows, sending them back, and four eyes."""

import pytest
from django.db import IntegrityError, transaction

from accounts.rights import Role
from assessments.models import Answer, Assessment, Review
from assessments.services.answering import AssessmentClosed
from assessments.services.reviewing import (
    ReasonForReturnMissing,
    accept_rows,
    send_back_rows,
)
from assessments.services.undoing import undo_batch
from assessments.services.upgrading import revert_upgrade
from audit.models import Event
from tests.assessments.review.team import COVERED, GAP, ReviewTeam, make_team, seen
from tests.builders import NOW, PAGE, make_answers, make_edition, make_member, make_upgrade

pytestmark = pytest.mark.django_db


def make_submitted(*, has_four_eyes: bool = False) -> ReviewTeam:
    """Make a team whose contributor answered and submitted the first two rows."""
    team = make_team(has_four_eyes=has_four_eyes)
    team.answer(COVERED, GAP)
    team.submit()
    return team


def send_back(team: ReviewTeam, *rows: Answer, reason: str = "Show me the proof") -> None:
    """Send rows back."""
    send_back_rows(
        assessment_id=team.assessment.pk,
        rows=seen(*rows),
        reason=reason,
        by=team.manager,
        at=NOW,
    )


def test_an_accepted_row_keeps_who_when_and_what_was_confirmed() -> None:
    team = make_submitted()

    reviewed = team.accept()

    row = team.rows[0]
    assert (row.review, row.reviewed_at, row.reviewed_by) == (Review.ACCEPTED, NOW, team.manager)
    assert row.confirmed == row.said
    assert row.is_as_confirmed
    assert len(reviewed.done) == 2
    assert reviewed.unfit == (team.rows[2].key,)
    assert Event.objects.filter(batch=reviewed.batch, verb="answer-accepted").count() == 2


def test_a_contributor_accepts_nothing() -> None:
    team = make_submitted()

    reviewed = team.accept(by=team.contributor)

    assert reviewed.done == {}
    assert len(reviewed.refused) == 2


@pytest.mark.asvs("2.3.5")
@pytest.mark.parametrize(
    ("has_four_eyes", "answered_by", "submitted_by", "is_accepted"),
    [
        pytest.param(True, "contributor", "contributor", True, id="another one's"),
        pytest.param(True, "manager", "contributor", False, id="answered oneself"),
        pytest.param(True, "contributor", "manager", False, id="submitted oneself"),
        pytest.param(False, "manager", "manager", True, id="without four eyes"),
    ],
)
def test_under_four_eyes_nobody_accepts_their_own_work(
    has_four_eyes: bool, answered_by: str, submitted_by: str, is_accepted: bool
) -> None:
    team = make_team(has_four_eyes=has_four_eyes)
    row, *_ = team.answer(COVERED, by=getattr(team, answered_by))
    team.submit(row, by=getattr(team, submitted_by))

    reviewed = team.accept()

    row.refresh_from_db()
    assert (row.review == Review.ACCEPTED) is is_accepted
    assert (row.key in reviewed.refused) is not is_accepted


def test_the_database_refuses_it_too() -> None:
    team = make_team(has_four_eyes=True)
    row, *_ = team.answer(COVERED, by=team.manager)
    team.submit(row)
    accepted = {"review": "accepted", "reviewed_at": NOW, "reviewed_by": team.manager}

    with pytest.raises(IntegrityError, match="nobody accepts"), transaction.atomic():
        Answer.objects.filter(pk=row.pk).update(**accepted)


def test_only_rows_that_say_the_same_are_accepted_as_unchanged() -> None:
    team = make_submitted()
    team.accept()
    team.answer(GAP, COVERED)
    team.answer(COVERED)
    team.submit()

    reviewed = accept_rows(
        assessment_id=team.assessment.pk,
        rows=seen(*team.rows),
        by=team.manager,
        at=NOW,
        only_unchanged=True,
    )

    same, other, _ = team.rows
    assert set(reviewed.done) == {same.key}
    assert other.review == Review.SUBMITTED


def test_a_row_is_sent_back_with_its_reason() -> None:
    team = make_submitted()
    row = team.rows[0]

    send_back(team, row)

    row.refresh_from_db()
    event = Event.objects.get(verb="answer-sent-back", object_id=str(row.key))
    assert (row.review, row.review_reason) == (Review.SENT_BACK, "Show me the proof")
    assert event.new == {
        "review": "sent_back",
        "review_reason": "Show me the proof",
        "revision": row.revision,
    }


def test_an_accepted_row_can_be_sent_back_and_submitted_again() -> None:
    team = make_submitted()
    team.accept()
    send_back(team, team.rows[0])

    team.submit(team.rows[0])

    row = team.rows[0]
    assert (row.review, row.review_reason, row.reviewed_by) == (Review.SUBMITTED, "", None)


def test_nothing_is_sent_back_without_a_reason() -> None:
    team = make_submitted()

    with pytest.raises(ReasonForReturnMissing):
        send_back(team, *team.rows, reason="  ")

    assert not Event.objects.filter(verb="answer-sent-back").exists()


def test_a_contributor_sends_nothing_back() -> None:
    team = make_submitted()
    row = team.rows[0]

    reviewed = send_back_rows(
        assessment_id=team.assessment.pk,
        rows=seen(row),
        reason="No",
        by=team.contributor,
        at=NOW,
    )

    assert reviewed.refused == (row.key,)


@pytest.mark.asvs("2.3.1")
def test_a_row_that_changed_since_is_not_accepted() -> None:
    team = make_submitted()
    row = team.rows[0]
    team.answer(GAP)

    reviewed = team.accept(row)

    row.refresh_from_db()
    assert reviewed.stale == (row.key,)
    assert row.review == Review.NONE


def test_an_undo_gives_the_words_back_but_no_acceptance() -> None:
    team = make_submitted()
    team.accept()
    recorded = make_answers(team.assessment, GAP, by=team.contributor)

    undo_batch(assessment_id=team.assessment.pk, batch=recorded.batch, by=team.contributor, at=NOW)

    row = team.rows[0]
    assert (row.coverage, row.review) == ("covered", Review.NONE)
    assert row.is_as_confirmed


def test_nothing_is_accepted_in_a_signed_assessment() -> None:
    team = make_submitted()
    Assessment.objects.update(state="signed")

    with pytest.raises(AssessmentClosed):
        team.accept()


def test_an_acceptance_goes_along_to_the_same_words_of_another_edition() -> None:
    team = make_submitted()
    team.accept()

    make_upgrade(team.assessment, by=team.manager)

    assert [row.review for row in team.rows] == ["accepted", "accepted", "none"]


def test_no_acceptance_goes_along_to_another_role_nor_comes_back_with_a_revert() -> None:
    team = make_submitted()
    team.accept()
    other = make_edition(PAGE.replace("hébergement | RA", "hébergement | A"))

    upgrade = make_upgrade(team.assessment, by=team.manager, edition=other)
    moved = [(row.coverage, row.review) for row in team.rows]
    revert_upgrade(upgrade=upgrade, by=team.manager, at=NOW)

    back = [(row.coverage, row.review) for row in team.rows]
    assert moved[:2] == [("unanswered", "none"), ("gap", "accepted")]
    assert back[:2] == [("covered", "none"), ("gap", "accepted")]


def test_a_reviewer_of_another_organisation_reaches_nothing() -> None:
    team = make_submitted()
    stranger = make_member(Role.MANAGER)

    reviewed = team.accept(by=stranger)

    assert reviewed.done == {}
    assert len(reviewed.missing) == 3
