"""Changing what is said about a proof, and withdrawing it. Its content never changes."""

from datetime import datetime
from typing import Any, Final

from django.db.models import F

from accounts.models import Membership
from accounts.rights import Action
from database.transactions import change
from evidence.guard import EvidenceRefused, Reason
from evidence.models import Evidence
from evidence.services.facts import EvidenceFacts, judged, tell

REVISED: Final = "evidence-revised"
WITHDRAWN: Final = "evidence-withdrawn"


class StaleEvidence(Exception):
    """Somebody changed or withdrew this proof since it was read."""


class AlreadyWithdrawn(Exception):
    """The proof was withdrawn: nothing more is said about it."""


class NotTheirEvidence(Exception):
    """Who would change the proof neither added nor collected it, and may not answer any row."""


def may_change(evidence: Evidence, by: Membership) -> bool:
    """Tell whether a member may change what is said about a proof, or withdraw it."""
    if evidence.organisation_id != by.organisation_id:
        return False
    is_theirs = by.pk in {evidence.added_by_id, evidence.collected_by_id}
    return by.may(Action.ANSWER_ANY) or (is_theirs and by.may(Action.ANSWER_OWN))


@change
def revise_evidence(
    *, evidence: Evidence, about: EvidenceFacts, revision: int, by: Membership, at: datetime
) -> bool:
    """Change what is said about a proof that was read at `revision`; tell whether that is new.

    Raises `NotTheirEvidence`, `AlreadyWithdrawn`, `StaleEvidence` and, for facts that cannot be,
    `EvidenceRefused`.
    """
    found = _locked(evidence, revision, by)
    columns = judged(
        about,
        title=found.title,
        collected_at=found.collected_at,
        organisation_id=found.organisation_id,
    )
    new = {name: value for name, value in columns.items() if getattr(found, name) != value}
    if not new:
        return False
    old = {name: getattr(found, name) for name in new}
    _write(found, new)
    tell(REVISED, found, by=by, at=at, old=old, new=new)
    return True


@change
def withdraw_evidence(
    *, evidence: Evidence, reason: str, revision: int, by: Membership, at: datetime
) -> None:
    """Withdraw a proof that was read at `revision`, for good: it is kept, and proves nothing.

    Raises `NotTheirEvidence`, `AlreadyWithdrawn`, `StaleEvidence` and, without a reason,
    `EvidenceRefused`.
    """
    if not reason.strip():
        raise EvidenceRefused(Reason.WITHDRAWAL, "withdrawing a proof needs a reason")
    found = _locked(evidence, revision, by)
    told = {"withdrawal_reason": reason.strip()}
    _write(found, told | {"withdrawn_at": at, "withdrawn_by": by})
    tell(WITHDRAWN, found, by=by, at=at, new=told)


def _locked(evidence: Evidence, revision: int, by: Membership) -> Evidence:
    if not may_change(evidence, by):
        raise NotTheirEvidence
    found = Evidence.objects.select_for_update(of=("self",)).get(pk=evidence.pk)
    if found.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if found.revision != revision:
        raise StaleEvidence
    return found


def _write(evidence: Evidence, columns: dict[str, Any]) -> None:
    as_read = Evidence.objects.filter(pk=evidence.pk, revision=evidence.revision)
    as_read.update(**columns, revision=F("revision") + 1)
