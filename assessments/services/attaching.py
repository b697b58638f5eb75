"""Attaching evidence to answers, detaching it, and taking either back: each is one batch.

An event is one of the answer and holds the key of the evidence: the answer's own revision does
not move, so that nobody's answer becomes stale by a proof.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from accounts.models import Membership
from assessments.models import Answer, Assessment, Attachment
from assessments.services.answering import AssessmentClosed
from assessments.services.undoing import NothingToUndo
from audit.models import Event, chain_of
from audit.services import Happening, append_events, new_batch
from database.transactions import change
from evidence.models import Evidence

ATTACHED: Final = "proof-attached"
DETACHED: Final = "proof-detached"
UNDONE: Final = "proof-change-undone"

# An answer and a piece of evidence, by key.
Pair = tuple[UUID, UUID]


class EvidenceGone(Exception):
    """There is no such evidence in this organisation, or it was withdrawn."""


class NoRowToProve(Exception):
    """None of the rows is in play here and the member's to answer."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What came of a batch. Rows are named by key.

    `changed` have, or have lost, the evidence by this batch; `unchanged` had it, or had it not,
    before; `refused` are not this member's to answer; `missing` are not in play here.
    """

    batch: str
    changed: tuple[UUID, ...] = ()
    unchanged: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()
    missing: tuple[UUID, ...] = ()


def check_rows(*, assessment_id: int, keys: Collection[UUID], by: Membership) -> None:
    """Make sure, before evidence is brought, that a member may attach it to one of the rows.

    Raises `AssessmentClosed` and `NoRowToProve`.
    """
    rows = Answer.objects.in_play().filter(
        organisation_id=by.organisation_id, assessment_id=assessment_id, key__in=keys
    )
    states = set(rows.writable_by(by).values_list("assessment__state", flat=True))
    if not states:
        raise NoRowToProve
    if states != {Assessment.State.ACTIVE}:
        raise AssessmentClosed


@change
def attach_evidence(
    *,
    assessment_id: int,
    keys: Collection[UUID],
    evidence_key: UUID,
    by: Membership,
    at: datetime,
) -> Attached:
    """Let one piece of evidence prove many answers of an assessment.

    Rows that are not the member's to answer are left alone and reported. Raises
    `AssessmentClosed` and `EvidenceGone`; then nothing is written.
    """
    pairs = [(key, evidence_key) for key in dict.fromkeys(keys)]
    return _write(assessment_id, attach=pairs, detach=[], verb=ATTACHED, by=by, at=at)


@change
def detach_evidence(
    *, assessment_id: int, key: UUID, evidence_key: UUID, by: Membership, at: datetime
) -> Attached:
    """Take a piece of evidence away from one answer; the evidence itself stays.

    What was withdrawn can still be detached. Raises `AssessmentClosed`.
    """
    pairs = [(key, evidence_key)]
    return _write(assessment_id, attach=[], detach=pairs, verb=DETACHED, by=by, at=at)


@change
def undo_attaching(*, assessment_id: int, batch: str, by: Membership, at: datetime) -> Attached:
    """Take back what a member attached or detached in one batch, as one batch.

    Raises `NothingToUndo`, `AssessmentClosed`, and `EvidenceGone` where what was detached was
    withdrawn since.
    """
    events = Event.objects.of_chain(chain_of(by.organisation_id)).of_batch(batch).in_sequence()
    mine = events.filter(actor_id=by.user_id, object_kind="answer", verb__in=[ATTACHED, DETACHED])
    attached = [_pair(each, each.new) for each in mine if each.verb == ATTACHED]
    detached = [_pair(each, each.old) for each in mine if each.verb == DETACHED]
    if not attached and not detached:
        raise NothingToUndo
    undone = _write(assessment_id, attach=detached, detach=attached, verb=UNDONE, by=by, at=at)
    if len(undone.missing) == len(attached) + len(detached):
        raise NothingToUndo
    return undone


def _pair(event: Event, values: dict[str, str]) -> Pair:
    return UUID(event.object_id), UUID(values["evidence"])


def _write(
    assessment_id: int,
    *,
    attach: Collection[Pair],
    detach: Collection[Pair],
    verb: str,
    by: Membership,
    at: datetime,
) -> Attached:
    rows = _rows(assessment_id, {key for key, _ in (*attach, *detach)}, by)
    if any(row.assessment.state != Assessment.State.ACTIVE for row in rows.values()):
        raise AssessmentClosed
    found = _evidence(attach, detach, by)
    own = set(
        Answer.objects.filter(pk__in=[row.pk for row in rows.values()])
        .writable_by(by)
        .values_list("key", flat=True)
    )
    standing = Attachment.objects.filter(answer__in=rows.values(), evidence__in=found.values())
    present = {
        (key, evidence): pk
        for pk, key, evidence in standing.values_list("pk", "answer__key", "evidence__key")
    }
    added = [pair for pair in attach if pair[0] in own and pair not in present]
    taken = [pair for pair in detach if pair[0] in own and pair in present]
    Attachment.objects.bulk_create(
        Attachment(
            organisation_id=by.organisation_id,
            answer=rows[key],
            evidence=found[evidence_key],
            attached_by=by,
            attached_at=at,
        )
        for key, evidence_key in added
    )
    if taken:
        Attachment.objects.filter(pk__in=[present[pair] for pair in taken]).delete()
    batch = append_events(
        organisation_id=by.organisation_id,
        happenings=_happenings(verb, added, taken),
        actor_id=by.user_id,
        at=at,
        batch=new_batch(),
    )
    asked = dict.fromkeys(key for key, _ in (*attach, *detach))
    changed = {key for key, _ in (*added, *taken)}
    return Attached(
        batch,
        changed=tuple(key for key in asked if key in changed),
        unchanged=tuple(key for key in asked if key in own - changed),
        refused=tuple(key for key in asked if key in rows.keys() - own),
        missing=tuple(key for key in asked if key not in rows),
    )


def _rows(assessment_id: int, keys: Collection[UUID], by: Membership) -> dict[UUID, Answer]:
    # The assessment stands first, which is the order of locks (SECURITY.md, "PostgreSQL").
    rows = (
        Answer.objects.in_play()
        .filter(organisation_id=by.organisation_id, assessment_id=assessment_id, key__in=keys)
        .select_related("assessment")
        .select_for_update(of=("assessment", "self"))
        .order_by("pk")
    )
    return {row.key: row for row in rows}


def _evidence(
    attach: Collection[Pair], detach: Collection[Pair], by: Membership
) -> dict[UUID, Evidence]:
    wanted = {key for _, key in attach}
    own = Evidence.objects.visible_to(by.user).of_organisation(by.organisation)
    found = {each.key: each for each in own.filter(key__in=wanted | {key for _, key in detach})}
    if not wanted <= {key for key, each in found.items() if each.withdrawn_at is None}:
        raise EvidenceGone
    return found


def _happenings(verb: str, added: Iterable[Pair], taken: Iterable[Pair]) -> list[Happening]:
    new = [
        Happening(verb, "answer", str(key), new={"evidence": str(evidence)})
        for key, evidence in added
    ]
    old = [
        Happening(verb, "answer", str(key), old={"evidence": str(evidence)})
        for key, evidence in taken
    ]
    return new + old
