"""Proofs to attach in tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.services.answering import AnswerValues
from assessments.services.attaching import Attached, attach_evidence
from evidence.models import Evidence
from tests.builders import NOW, make_answers
from tests.builders.evidence import make_file

TODAY = NOW.date()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def rows_of(assessment: Assessment) -> list[Answer]:
    """Return the rows of an assessment in printed order."""
    return list(Answer.objects.of_assessment(assessment).in_printed_order())


def cover(assessment: Assessment, *, by: Membership, number: int = 1) -> list[Answer]:
    """Answer the first duties covered, by an owner, and return them."""
    values = AnswerValues(coverage="covered", owner_membership_id=by.pk)
    make_answers(assessment, *[values] * number, by=by)
    return rows_of(assessment)[:number]


def attach(evidence: Evidence, *rows: Answer, by: Membership) -> Attached:
    """Attach evidence to rows of one assessment."""
    return attach_evidence(
        assessment_id=rows[0].assessment_id,
        keys=[row.key for row in rows],
        evidence_key=evidence.key,
        by=by,
        at=NOW,
    )


def make_proof(*rows: Answer, by: Membership, **about: Any) -> Evidence:
    """Keep a file, and attach it to rows of one assessment."""
    evidence = make_file(name="proof.txt", by=by, **about)
    attach(evidence, *rows, by=by)
    return evidence


def keys_proven_by(evidence: Evidence) -> set[UUID]:
    """Return the keys of the rows that evidence is attached to."""
    return set(evidence.attachments.values_list("answer__key", flat=True))
