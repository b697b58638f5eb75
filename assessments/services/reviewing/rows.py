"""What a step of a review is about, what came of it, and how it is written and told."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.services.answering import AssessmentClosed
from audit.services import Happening, append_events, new_batch

SUBMITTED: Final = "answer-submitted"
REATTESTED: Final = "answer-reattested"
ACCEPTED: Final = "answer-accepted"
SENT_BACK: Final = "answer-sent-back"
_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """A row, and the revision at which somebody saw it."""

    key: UUID
    revision: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What came of a step of a review. Rows are named by key.

    `done` maps to the new revision. `stale` changed since they were seen; `unfit` do not stand
    where this step begins; `refused` are not this member's to submit, or not theirs to accept
    where four eyes are asked for; `missing` are not in play in this assessment.
    """

    batch: str
    done: Mapping[UUID, int]
    stale: tuple[UUID, ...] = ()
    unfit: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()
    missing: tuple[UUID, ...] = ()


class ReasonForReturnMissing(Exception):
    """A row is sent back with a reason, so that somebody knows what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a review: what it is called, which rows take it, and what it writes.

    `review` is written to all rows alike, besides `values`; with `confirms` each row keeps what
    it says as what was confirmed.
    """

    verb: str
    values: Mapping[str, Any]
    is_fit: Callable[[Answer], bool]
    is_refused: Callable[[Answer], bool]
    confirms: bool = False


def take(
    step: Step, seen: Sequence[Seen], *, assessment_id: int, by: Membership, at: datetime
) -> Reviewed:
    """Take a step with the rows that can, and say what came of each. Inside a transaction.

    Raises `AssessmentClosed`.
    """
    revisions = {each.key: each.revision for each in seen}
    rows = _locked(assessment_id, revisions, by)
    if any(row.assessment.state != Assessment.State.ACTIVE for row in rows):
        raise AssessmentClosed
    stale = [row for row in rows if row.revision != revisions[row.key]]
    current = [row for row in rows if row.revision == revisions[row.key]]
    unfit = [row for row in current if not step.is_fit(row)]
    refused = [row for row in current if step.is_fit(row) and step.is_refused(row)]
    taken = [row for row in current if step.is_fit(row) and not step.is_refused(row)]
    batch = new_batch()
    if taken:
        happenings = [_happening(step, row) for row in taken]
        _write(step, taken)
        append_events(
            organisation_id=by.organisation_id,
            happenings=happenings,
            actor_id=by.user_id,
            at=at,
            batch=batch,
        )
    found = {row.key for row in rows}
    return Reviewed(
        batch,
        done={row.key: row.revision + 1 for row in taken},
        stale=_keys(stale),
        unfit=_keys(unfit),
        refused=_keys(refused),
        missing=tuple(key for key in revisions if key not in found),
    )


def confirm(rows: Iterable[Answer]) -> None:
    """Keep what rows say now as what was last confirmed of them."""
    changed = [row for row in rows if row.confirmed != row.said]
    for row in changed:
        row.confirmed = row.said
    Answer.objects.bulk_update(changed, ["confirmed"], batch_size=_CHUNK)


def _locked(assessment_id: int, keys: Iterable[UUID], by: Membership) -> list[Answer]:
    # The assessment stands first, as wherever rows are locked (services/answering.py).
    rows = (
        Answer.objects.filter(
            organisation_id=by.organisation_id, assessment_id=assessment_id, key__in=list(keys)
        )
        .in_play()
        .select_related("assessment")
        .select_for_update(of=("assessment", "self"))
        .order_by("pk")
    )
    return list(rows)


def _write(step: Step, rows: Sequence[Answer]) -> None:
    Answer.objects.filter(pk__in=[row.pk for row in rows]).update(
        **step.values, revision=F("revision") + 1
    )
    if step.confirms:
        confirm(rows)


def _happening(step: Step, row: Answer) -> Happening:
    told = {name: step.values[name] for name in ("review", "review_reason")}
    old = {name: getattr(row, name) for name in told}
    return Happening(
        step.verb,
        "answer",
        str(row.key),
        old={**{name: value for name, value in old.items() if value}, "revision": row.revision},
        new={
            **{name: value for name, value in told.items() if value},
            "revision": row.revision + 1,
        },
    )


def _keys(rows: Iterable[Answer]) -> tuple[UUID, ...]:
    return tuple(row.key for row in rows)
