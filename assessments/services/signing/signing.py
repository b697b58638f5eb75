"""Signing: a frozen, hashed copy of an assessment, with a name."""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db.models import F
from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, Assessment, Coverage, SignOff
from assessments.scoring import total
from assessments.selectors.counting import section_counts
from assessments.selectors.signing.limits import fingerprint_of, limits_of
from assessments.services.answering import AssessmentClosed
from assessments.services.reviewing.rows import confirm
from assessments.services.signing.snapshot import snapshot_of
from audit.models import chain_of
from audit.sealing import canonical
from audit.selectors import head_of
from audit.services import Happening, append_events
from database.transactions import change

SIGNED: Final = "assessment-signed"


class SeenOtherwise(Exception):
    """Something changed since the signer looked: they would sign what they did not see."""


@change
def sign_assessment(
    *, assessment_id: int, fingerprint: str, statement: str, by: Membership, at: datetime
) -> SignOff:
    """Freeze an assessment as the signer saw it, and close it to changes until it is reopened.

    `fingerprint` is that of `fingerprint_of` when they looked. What each row says is kept as
    confirmed. Whoever calls has made sure that `by` may review and is who they say. Raises
    `AssessmentClosed` and `SeenOtherwise`; then nothing is written.
    """
    assessment = (
        Assessment.objects.with_matrix()
        .filter(organisation_id=by.organisation_id)
        .select_for_update(of=("self",))
        .get(pk=assessment_id)
    )
    if assessment.state != Assessment.State.ACTIVE:
        raise AssessmentClosed
    limits = limits_of(assessment, organisation=by.organisation, on=timezone.localdate(at))
    if fingerprint_of(assessment, limits) != fingerprint:
        raise SeenOtherwise
    counts = total(section_counts(assessment).values())
    snapshot = snapshot_of(
        assessment, counts=counts, limits=limits, statement=statement, by=by, at=at
    )
    # Every change of this assessment before is in the chain: its rows are written under its lock.
    head = head_of(chain_of(by.organisation_id))
    signed = SignOff.objects.create(
        organisation_id=by.organisation_id,
        assessment=assessment,
        signed_at=at,
        signed_by=by,
        statement=statement,
        snapshot=snapshot,
        sha256=sha256(canonical(snapshot)).hexdigest(),
        limits=limits,
        head_sequence=head.sequence,
        head_seal=head.seal,
        **asdict(counts),
    )
    answered = Answer.objects.of_assessment(assessment).exclude(coverage=Coverage.UNANSWERED)
    confirm(answered)
    Assessment.objects.filter(pk=assessment.pk).update(
        state=Assessment.State.SIGNED, revision=F("revision") + 1
    )
    append_events(
        organisation_id=by.organisation_id,
        happenings=[_told(signed)],
        actor_id=by.user_id,
        at=at,
    )
    return signed


def _told(signed: SignOff) -> Happening:
    return Happening(
        SIGNED,
        "assessment",
        str(signed.assessment_id),
        old={"state": Assessment.State.ACTIVE.value},
        new={
            "state": Assessment.State.SIGNED.value,
            "sign_off": signed.pk,
            "snapshot_sha256": signed.sha256,
        },
    )
