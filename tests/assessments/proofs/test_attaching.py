"""Attaching evidence to answers, detaching it, and taking either back."""

from typing import Any
from uuid import uuid4

import pytest

from accounts.rights import Role
from assessments.models import Answer, Attachment
from assessments.selectors.history import row_history
from assessments.services.answering import AnswerValues, AssessmentClosed
from assessments.services.attaching import (
    EvidenceGone,
    NoRowToProve,
    check_rows,
    detach_evidence,
    undo_attaching,
)
from assessments.services.starting import copy_assessment
from assessments.services.undoing import NothingToUndo
from audit.models import Event
from evidence.services import withdraw_evidence
from tests.assessments.proofs.proving import attach, cover, keys_proven_by, rows_of
from tests.assessments.test_services_starting import TERMS
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_member,
    make_sign_off,
    make_upgrade,
)
from tests.builders.evidence import make_evidence

pytestmark = pytest.mark.django_db


def test_one_proof_serves_many_answers_as_one_batch_of_events() -> None:
    member = make_member()
    first, second, _ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)

    done = attach(evidence, first, second, by=member)

    assert done.changed == (first.key, second.key)
    assert keys_proven_by(evidence) == {first.key, second.key}
    told = Event.objects.of_batch(done.batch).in_sequence()
    assert [(each.verb, each.object_id, each.new) for each in told] == [
        ("proof-attached", str(row.key), {"evidence": str(evidence.key)})
        for row in (first, second)
    ]


def test_attaching_leaves_the_answer_at_its_revision() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))

    attach(make_evidence(by=member), row, by=member)

    assert Answer.objects.get(pk=row.pk).revision == row.revision


def test_a_proof_is_attached_once_and_the_second_time_tells_nothing() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)
    attach(evidence, row, by=member)

    again = attach(evidence, row, by=member)

    assert (again.changed, again.unchanged) == ((), (row.key,))
    assert not Event.objects.of_batch(again.batch).exists()


def test_a_contributor_proves_only_the_rows_they_may_answer() -> None:
    manager = make_member()
    contributor = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    assessment = make_assessment(manager)
    own, others, _ = rows_of(assessment)
    make_answers(assessment, {}, AnswerValues(owner_membership_id=manager.pk), by=manager)
    evidence = make_evidence(by=contributor)

    done = attach(evidence, own, others, by=contributor)

    assert (done.changed, done.refused) == ((own.key,), (others.key,))
    assert keys_proven_by(evidence) == {own.key}


def test_rows_of_another_assessment_are_missing() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))
    other, *_ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)

    done = attach(evidence, row, other, by=member)

    assert (done.changed, done.missing) == ((row.key,), (other.key,))


def test_evidence_of_another_organisation_is_not_there() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))

    with pytest.raises(EvidenceGone):
        attach(make_evidence(), row, by=member)


def test_what_was_withdrawn_is_not_attached_any_more() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)
    withdraw_evidence(evidence=evidence, reason="Wrong file", revision=1, by=member, at=NOW)

    with pytest.raises(EvidenceGone):
        attach(evidence, row, by=member)


def test_nothing_is_attached_to_a_signed_assessment() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, *_ = rows_of(assessment)
    make_sign_off(assessment, by=member)

    with pytest.raises(AssessmentClosed):
        attach(make_evidence(by=member), row, by=member)


def test_before_an_upload_rows_that_nobody_can_prove_are_refused() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, *_ = rows_of(assessment)
    check_rows(assessment_id=assessment.pk, keys=[row.key], by=member)

    with pytest.raises(NoRowToProve):
        check_rows(assessment_id=assessment.pk, keys=[uuid4()], by=member)


def test_before_an_upload_a_signed_assessment_is_refused() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, *_ = rows_of(assessment)
    make_sign_off(assessment, by=member)

    with pytest.raises(AssessmentClosed):
        check_rows(assessment_id=assessment.pk, keys=[row.key], by=member)


def test_detaching_keeps_the_evidence() -> None:
    member = make_member()
    row, other, _ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)
    attach(evidence, row, other, by=member)

    done = detach_evidence(
        assessment_id=row.assessment_id,
        key=row.key,
        evidence_key=evidence.key,
        by=member,
        at=NOW,
    )

    assert done.changed == (row.key,)
    assert keys_proven_by(evidence) == {other.key}


def test_an_undo_takes_a_batch_back_and_another_one_brings_it_again() -> None:
    member = make_member()
    row, other, _ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)
    done = attach(evidence, row, other, by=member)

    undone = undo_attaching(assessment_id=row.assessment_id, batch=done.batch, by=member, at=NOW)

    assert undone.changed == (row.key, other.key)
    assert not Attachment.objects.exists()


def test_an_undo_attaches_again_what_was_detached() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))
    evidence = make_evidence(by=member)
    attach(evidence, row, by=member)
    named: dict[str, Any] = {"assessment_id": row.assessment_id, "by": member, "at": NOW}
    gone = detach_evidence(key=row.key, evidence_key=evidence.key, **named)

    undo_attaching(batch=gone.batch, **named)

    assert keys_proven_by(evidence) == {row.key}


def test_nobody_undoes_what_somebody_else_attached() -> None:
    member = make_member()
    other = make_member(organisation=member.organisation)
    row, *_ = rows_of(make_assessment(member))
    done = attach(make_evidence(by=member), row, by=member)

    with pytest.raises(NothingToUndo):
        undo_attaching(assessment_id=row.assessment_id, batch=done.batch, by=other, at=NOW)


def test_an_undo_in_another_assessment_finds_nothing() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))
    elsewhere = make_assessment(member)
    done = attach(make_evidence(by=member), row, by=member)

    with pytest.raises(NothingToUndo):
        undo_attaching(assessment_id=elsewhere.pk, batch=done.batch, by=member, at=NOW)


def test_a_copy_with_answers_has_the_proofs_that_stand() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, *_ = cover(assessment, by=member)
    standing, withdrawn = make_evidence(by=member), make_evidence(by=member)
    attach(standing, row, by=member)
    attach(withdrawn, row, by=member)
    withdraw_evidence(evidence=withdrawn, reason="Wrong", revision=1, by=member, at=NOW)

    copy = copy_assessment(source=assessment, terms=TERMS, with_answers=True, by=member, at=NOW)

    found = Attachment.objects.filter(answer__assessment=copy)
    assert [(each.evidence, each.answer.activity_id) for each in found] == [
        (standing, row.activity_id)
    ]


def test_a_copy_without_answers_has_no_proof() -> None:
    member = make_member()
    assessment = make_assessment(member)
    attach(make_evidence(by=member), *cover(assessment, by=member), by=member)

    copy = copy_assessment(source=assessment, terms=TERMS, with_answers=False, by=member, at=NOW)

    assert not Attachment.objects.filter(answer__assessment=copy).exists()


def test_a_move_to_another_edition_leaves_proofs_on_their_rows() -> None:
    member = make_member()
    assessment = make_assessment(member)
    row, *_ = cover(assessment, by=member)
    evidence = make_evidence(by=member)
    attach(evidence, row, by=member)

    make_upgrade(assessment, by=member)

    assert keys_proven_by(evidence) == {row.key}


def test_the_history_of_a_row_says_that_a_proof_was_attached() -> None:
    member = make_member()
    row, *_ = rows_of(make_assessment(member))
    attach(make_evidence(by=member), row, by=member)

    history = row_history(str(row.key), reader=member)

    assert "attached a proof" in str(history)
