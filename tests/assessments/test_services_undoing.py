"""Taking a batch back."""

from datetime import date

import pytest

from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues, AssessmentClosed, Entry, record_answers
from assessments.services.counting import recount
from assessments.services.undoing import NothingToUndo, undo_batch
from audit.models import Event, chain_of
from audit.selectors import verify_chain
from tests.builders import NOW, make_answers, make_assessment, make_member, make_team

pytestmark = pytest.mark.django_db

VALUES = ("coverage", "reason", "until", "note", "due_on", "owner_membership", "owner_team")


def stand(assessment: Assessment) -> list[tuple[object, ...]]:
    """Return the values of every row."""
    return list(Answer.objects.of_assessment(assessment).in_printed_order().values_list(*VALUES))


def test_a_batch_is_undone_whole() -> None:
    member = make_member()
    assessment = make_assessment(member)
    team = make_team(member)
    make_answers(
        assessment,
        {"coverage": "not_applicable", "reason": "no data", "until": date(2027, 5, 1)},
        {"note": "weekly", "owner_team_id": team.pk, "due_on": date(2027, 1, 2)},
        by=member,
    )
    before = stand(assessment)
    changed: list[AnswerValues] = [
        {"coverage": "covered", "note": "done"},
        {"coverage": "gap", "owner_membership_id": member.pk, "due_on": None, "note": ""},
        {"coverage": "partial"},
    ]
    batch = make_answers(assessment, *changed, by=member).batch

    undone = undo_batch(assessment_id=assessment.pk, batch=batch, by=member, at=NOW)

    assert stand(assessment) == before
    assert len(undone.saved) == 3
    assert recount(assessment=assessment, at=NOW) is None
    assert verify_chain(chain_of(member.organisation_id)).broken_at is None


def test_undoing_is_a_batch_that_can_be_undone_in_its_turn() -> None:
    member = make_member()
    assessment = make_assessment(member)
    batch = make_answers(assessment, {"coverage": "covered"}, by=member).batch
    after = stand(assessment)
    undone = undo_batch(assessment_id=assessment.pk, batch=batch, by=member, at=NOW)

    undo_batch(assessment_id=assessment.pk, batch=undone.batch, by=member, at=NOW)

    assert stand(assessment) == after
    verbs = Event.objects.filter(object_kind="answer").in_sequence()
    assert [event.verb for event in verbs] == [
        "answer-changed",
        "answer-change-undone",
        "answer-change-undone",
    ]


def test_a_row_changed_since_is_stale_and_the_others_are_undone() -> None:
    member = make_member()
    assessment = make_assessment(member)
    batch = make_answers(
        assessment, {"coverage": "covered"}, {"coverage": "covered"}, by=member
    ).batch
    first, second, _ = Answer.objects.of_assessment(assessment).in_printed_order()
    record_answers(
        assessment_id=assessment.pk,
        entries=[Entry(first.key, 2, {"note": "changed since"})],
        by=member,
        at=NOW,
    )

    undone = undo_batch(assessment_id=assessment.pk, batch=batch, by=member, at=NOW)

    assert undone.stale == (first.key,)
    assert undone.saved == {second.key: 3}
    first.refresh_from_db()
    assert first.coverage == "covered"


def test_what_somebody_else_did_is_not_undone() -> None:
    member = make_member()
    colleague = make_member(Role.ADMINISTRATOR, organisation=member.organisation)
    assessment = make_assessment(member)
    batch = make_answers(assessment, {"coverage": "covered"}, by=member).batch

    with pytest.raises(NothingToUndo):
        undo_batch(assessment_id=assessment.pk, batch=batch, by=colleague, at=NOW)

    assert stand(assessment)[0][0] == "covered"


def test_a_batch_of_another_assessment_or_of_another_kind_is_nothing_to_undo() -> None:
    member = make_member()
    assessment, other = make_assessment(member), make_assessment(member)
    batch = make_answers(assessment, {"coverage": "covered"}, by=member).batch
    started = Event.objects.filter(verb="assessment-started").in_sequence()[0].batch

    with pytest.raises(NothingToUndo):
        undo_batch(assessment_id=other.pk, batch=batch, by=member, at=NOW)
    with pytest.raises(NothingToUndo):
        undo_batch(assessment_id=assessment.pk, batch=started, by=member, at=NOW)
    with pytest.raises(NothingToUndo):
        undo_batch(assessment_id=assessment.pk, batch="0" * 32, by=member, at=NOW)

    assert stand(assessment)[0][0] == "covered"


def test_nothing_is_undone_once_the_assessment_is_closed() -> None:
    member = make_member()
    assessment = make_assessment(member)
    batch = make_answers(assessment, {"coverage": "covered"}, by=member).batch
    Assessment.objects.filter(pk=assessment.pk).update(state="closed")

    with pytest.raises(AssessmentClosed):
        undo_batch(assessment_id=assessment.pk, batch=batch, by=member, at=NOW)
