"""Taking back what a file had changed."""

import pytest

from assessments.models import Answer
from assessments.readers.said import said_from_json
from assessments.services.answering import Entry, record_answers
from assessments.services.counting import recount
from assessments.services.intakes import (
    IntakeMoved,
    NotYours,
    Source,
    apply_intake,
    bring_in,
    undo_intake,
)
from assessments.services.undoing import NothingToUndo
from tests.assessments.returning.books import Typed, draft, make_world, stand
from tests.assessments.test_intakes_applying import told
from tests.builders import NOW, make_answers, make_member

pytestmark = pytest.mark.django_db


def fill(copy: Typed) -> None:
    """Change two rows."""
    copy.put(0, "coverage", "gap")
    copy.put(1, "coverage", "not applicable")
    copy.put(1, "reason", "no data")
    copy.put(1, "owner", "-")


def test_the_whole_file_is_taken_back() -> None:
    manager, assessment = make_world()
    make_answers(
        assessment,
        {"coverage": "not_applicable", "reason": "later"},
        {"owner_membership_id": manager.pk, "note": "kept"},
        by=manager,
    )
    before = [{**row, "revision": 0} for row in stand(assessment)]
    intake = draft(assessment, manager, fill)
    apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    intake.refresh_from_db()

    undone = undo_intake(intake=intake, revision=2, by=manager, at=NOW)

    assert [{**row, "revision": 0} for row in stand(assessment)] == before
    assert (len(undone.saved), undone.stale) == (2, ())
    intake.refresh_from_db()
    assert (intake.state, intake.undone_by) == ("undone", manager)
    assert told(assessment)[-1] == "intake-undone"
    assert recount(assessment=assessment, at=NOW) is None
    with pytest.raises(IntakeMoved):
        undo_intake(intake=intake, revision=3, by=manager, at=NOW)


def test_rows_changed_since_are_reported_and_stay() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, fill)
    apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    intake.refresh_from_db()
    make_answers(assessment, {"note": "changed since"}, by=manager)
    first = Answer.objects.of_assessment(assessment).in_printed_order()[0]

    undone = undo_intake(intake=intake, revision=2, by=manager, at=NOW)

    assert undone.stale == (first.key,)
    assert [row["coverage"] for row in stand(assessment)] == ["gap", "unanswered", "unanswered"]


def test_where_no_row_can_go_back_it_stays_applied() -> None:
    manager, assessment = make_world()
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    intake.refresh_from_db()
    row = Answer.objects.of_assessment(assessment).in_printed_order()[0]
    record_answers(
        assessment_id=assessment.pk,
        entries=[Entry(row.key, row.revision, {"note": "since"})],
        by=manager,
        at=NOW,
    )

    with pytest.raises(NothingToUndo):
        undo_intake(intake=intake, revision=2, by=manager, at=NOW)

    intake.refresh_from_db()
    assert (intake.state, intake.revision) == ("applied", 2)


def test_whoever_applied_it_takes_it_back() -> None:
    manager, assessment = make_world()
    other = make_member(organisation=manager.organisation)
    intake = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    with pytest.raises(NotYours):
        undo_intake(intake=intake, revision=1, by=manager, at=NOW)
    apply_intake(intake=intake, revision=1, by=manager, at=NOW)
    intake.refresh_from_db()

    with pytest.raises(NotYours):
        undo_intake(intake=intake, revision=2, by=other, at=NOW)

    assert stand(assessment)[0]["coverage"] == "gap"


def test_the_same_file_is_brought_back_again_after_it_was_taken_back() -> None:
    manager, assessment = make_world()
    first = draft(assessment, manager, lambda copy: copy.put(0, "coverage", "gap"))
    said = said_from_json(first.said)
    apply_intake(intake=first, revision=1, by=manager, at=NOW)
    first.refresh_from_db()
    undo_intake(intake=first, revision=2, by=manager, at=NOW)

    second = bring_in(assessment=assessment, said=said, source=Source("rows"), by=manager, at=NOW)
    again = apply_intake(intake=second, revision=1, by=manager, at=NOW)

    assert again.number == 1
    assert stand(assessment)[0]["coverage"] == "gap"
