"""An auditor's columns come back as the auditor's own opinion, and as nothing else."""

from datetime import date

import pytest

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Intake, Opinion
from assessments.services.answering import AssessmentClosed
from assessments.services.intakes import Applied, apply_intake, choose, undo_intake
from assessments.services.opinions import OpinionEntry, record_opinions
from tests.assessments.returning.books import (
    WorkingCopy,
    brought,
    edited,
    keys_of,
    make_world,
    merge_of,
    stand,
    states,
)
from tests.assessments.verifying.files import make_exported
from tests.builders import NOW, make_reader, make_sign_off

pytestmark = pytest.mark.django_db

RESULT, NOTE, DAY = "Auditor’s result", "Auditor’s note", "Auditor’s date"


@pytest.fixture
def world() -> tuple[Membership, Membership, Assessment]:
    """Make a manager, an auditor and an assessment that is shared with the auditor."""
    manager, assessment = make_world()
    return manager, make_reader(Role.AUDITOR, assessment), assessment


def opinions(auditor: Membership) -> list[tuple[str, str, date | None]]:
    """Return what an auditor says, in printed order."""
    said = Opinion.objects.filter(author=auditor).order_by("answer__activity__position")
    return list(said.values_list("result", "note", "stated_on"))


def stated(assessment: Assessment, by: Membership, *said: tuple[str, str, date | None]) -> None:
    """State opinions on the first rows."""
    entries = [
        OpinionEntry(key, None, *each)
        for key, each in zip(keys_of(assessment), said, strict=False)
    ]
    record_opinions(assessment_id=assessment.pk, entries=entries, by=by, at=NOW)


def draft(
    assessment: Assessment, by: Membership, content: bytes, *cells: tuple[int, str, object]
) -> Intake:
    """Bring a file back with cells (row, column, value) filled in."""

    def fill(copy: WorkingCopy) -> None:
        for row, name, value in cells:
            copy.put(row, name, value)

    return brought(edited(content, fill), by, assessment)


def applied(intake: Intake, by: Membership) -> Applied:
    """Apply a draft as it stands."""
    return apply_intake(intake=intake, revision=intake.revision, by=by, at=NOW)


def test_an_auditor_returns_opinions_and_takes_them_back(
    world: tuple[Membership, Membership, Assessment],
) -> None:
    manager, auditor, assessment = world
    content = make_exported(assessment, by=manager).content
    before = stand(assessment)
    intake = draft(
        assessment,
        auditor,
        content,
        (0, RESULT, "conforming"),
        (1, RESULT, "Minor non-conformity"),
        (1, NOTE, "no record"),
        (1, DAY, "20/11/2026"),
    )

    done = applied(intake, auditor)

    assert opinions(auditor) == [
        ("conforming", "", NOW.date()),
        ("minor", "no record", date(2026, 11, 20)),
    ]
    assert stand(assessment) == before
    assert (done.batch, done.number, len(done.opinions_batch)) == ("", 2, 32)
    intake.refresh_from_db()
    undo_intake(intake=intake, revision=intake.revision, by=auditor, at=NOW)
    assert {result for result, _note, _day in opinions(auditor)} == {""}


@pytest.mark.thorough
def test_an_auditor_changes_no_answer_and_nobody_else_an_opinion(
    world: tuple[Membership, Membership, Assessment],
) -> None:
    manager, auditor, assessment = world
    content = make_exported(assessment, by=manager).content
    cells = [(0, "coverage", "covered"), (0, RESULT, "conforming")]

    by_auditor = merge_of(draft(assessment, auditor, content, *cells), auditor)
    by_manager = merge_of(draft(assessment, manager, content, *cells), manager)

    assert states(by_auditor) == {(0, "coverage"): "refused", (0, "opinion_result"): "theirs"}
    assert states(by_manager) == {(0, "coverage"): "theirs", (0, "opinion_result"): "refused"}


@pytest.mark.thorough
def test_opinions_come_back_after_the_sign_off_and_not_once_it_is_closed(
    world: tuple[Membership, Membership, Assessment],
) -> None:
    manager, auditor, assessment = world
    content = make_exported(assessment, by=manager).content
    make_sign_off(assessment, by=manager)
    assessment.refresh_from_db()
    intake = draft(assessment, auditor, content, (0, RESULT, "conforming"))

    applied(intake, auditor)

    assert [result for result, _note, _day in opinions(auditor)] == ["conforming"]
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")
    assessment.refresh_from_db()
    with pytest.raises(AssessmentClosed):
        draft(assessment, auditor, content)


@pytest.mark.thorough
def test_in_one_s_own_file_the_base_is_one_s_own_opinion(
    world: tuple[Membership, Membership, Assessment],
) -> None:
    _manager, auditor, assessment = world
    day = date(2026, 11, 1)
    stated(assessment, auditor, *[("observation", "first", day)] * 3)
    content = make_exported(assessment, by=auditor).content
    entry = OpinionEntry(keys_of(assessment)[1], 1, "major", "since", day)
    record_opinions(assessment_id=assessment.pk, entries=[entry], by=auditor, at=NOW)
    intake = draft(
        assessment,
        auditor,
        content,
        (0, NOTE, "second"),
        (1, RESULT, "conforming"),
        (2, RESULT, "-"),
        (2, NOTE, "-"),
    )

    merge = merge_of(intake, auditor)

    assert states(merge) == {
        (0, "opinion_note"): "theirs",
        (1, "opinion_result"): "conflict",
        (1, "opinion_note"): "ours",
        (2, "opinion_result"): "theirs",
    }
    conflict = merge.conflicting[0].conflicts[0]
    assert (conflict.base, conflict.ours) == ("observation", "major non-conformity")
    chosen = choose(intake=intake, choices={conflict.name: "ours"}, revision=1, by=auditor, at=NOW)
    applied(chosen, auditor)
    assert opinions(auditor) == [
        ("observation", "second", day),
        ("major", "since", day),
        ("", "", None),
    ]


@pytest.mark.thorough
def test_in_another_s_file_a_changed_cell_stands_against_one_s_own_opinion(
    world: tuple[Membership, Membership, Assessment],
) -> None:
    manager, auditor, assessment = world
    stated(assessment, auditor, ("observation", "mine", date(2026, 11, 1)))
    content = make_exported(assessment, by=manager).content
    intake = draft(
        assessment,
        auditor,
        content,
        (0, RESULT, "conforming"),
        (1, NOTE, "without a result"),
        (1, DAY, "-"),
        (2, RESULT, "splendid"),
        (2, NOTE, "=1+1"),
    )

    merge = merge_of(intake, auditor)

    assert states(merge) == {
        (0, "opinion_result"): "conflict",
        (1, "opinion_note"): "unknown",
        (2, "opinion_result"): "unknown",
        (2, "opinion_note"): "unknown",
    }
    name = merge.conflicting[0].conflicts[0].name
    applied(
        choose(intake=intake, choices={name: "theirs"}, revision=1, by=auditor, at=NOW), auditor
    )
    assert opinions(auditor) == [("conforming", "mine", date(2026, 11, 1))]


@pytest.mark.thorough
def test_an_opinion_that_says_so_already_is_not_stated_again(
    world: tuple[Membership, Membership, Assessment],
) -> None:
    _manager, auditor, assessment = world
    content = make_exported(assessment, by=auditor).content
    intake = draft(
        assessment, auditor, content, (0, RESULT, "conforming"), (1, NOTE, "-"), (1, RESULT, "-")
    )

    stated(assessment, auditor, ("conforming", "", None))

    merge = merge_of(intake, auditor)
    assert states(merge)[0, "opinion_result"] == "already"
    assert not merge.is_ready
