"""Planning gaps: one or many rows as one batch, and taking such a batch back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypedDict, cast
from uuid import UUID

from accounts.models import Membership
from assessments.models import GapPlan
from assessments.selectors.gaps import may_plan
from assessments.services.answering import Recorded, UnknownOwner
from assessments.services.gaps.writing import happening, locked_gaps, write_plans
from assessments.services.undoing import NothingToUndo
from audit.models import Event, chain_of
from audit.services import append_events, new_batch
from database.transactions import change

PLANNED: Final = "gap-planned"
UNDONE: Final = "gap-plan-undone"


class PlanValues(TypedDict, total=False):
    """The fields a change sets; a field that is absent stays as it is."""

    severity: str
    action: str
    responsible_id: int | None
    by_when: date | None
    state: str
    ticket_url: str


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What the plan of one gap is to become, and the revision it was read at: 0 for none yet."""

    key: UUID
    revision: int
    values: PlanValues


@change
def plan_gaps(
    *, entries: Sequence[PlanEntry], by: Membership, at: datetime, verb: str = PLANNED
) -> Recorded:
    """Write plans of gaps of one organisation as one batch, and say what came of each row.

    Rows are named by the key of their answer, revisions are the plans'. What is stale, not the
    member's to plan, or no gap of theirs (`missing`) is left alone and reported; the others are
    saved. Of two entries for one row the last counts. Raises `AssessmentClosed` and
    `UnknownOwner` (of somebody who is to act); then nothing is written.
    """
    entries = list({entry.key: entry for entry in entries}.values())
    gaps = locked_gaps([entry.key for entry in entries], by)
    _check_responsible(entries, by)
    found = [(*gaps[entry.key], entry) for entry in entries if entry.key in gaps]
    refused = tuple(row.key for row, _plan, _entry in found if not may_plan(row, by))
    stale = tuple(
        row.key
        for row, plan, entry in found
        if row.key not in refused and plan.revision != entry.revision
    )
    writable = [each for each in found if each[0].key not in {*refused, *stale}]
    changes = [(row, plan, _changed(plan, entry.values)) for row, plan, entry in writable]
    changes = [(row, plan, values) for row, plan, values in changes if values]
    saved = {row.key: plan.revision for row, plan, _entry in writable}
    saved |= {row.key: plan.revision + 1 for row, plan, _values in changes}
    happenings = [happening(verb, row, plan, values) for row, plan, values in changes]
    write_plans((plan, values) for _row, plan, values in changes)
    batch = append_events(
        organisation_id=by.organisation_id,
        happenings=happenings,
        actor_id=by.user_id,
        at=at,
        batch=new_batch(),
    )
    missing = tuple(entry.key for entry in entries if entry.key not in gaps)
    return Recorded(batch, saved, stale, refused, missing)


def undo_plans(*, batch: str, by: Membership, at: datetime) -> Recorded:
    """Give every plan of a batch its earlier values back; what changed since stays, as stale.

    A person undoes what they did themselves. Raises `NothingToUndo`, and what `plan_gaps` raises.
    """
    events = Event.objects.of_chain(chain_of(by.organisation_id)).of_batch(batch).in_sequence()
    mine = events.filter(actor_id=by.user_id, object_kind="answer", verb__in=[PLANNED, UNDONE])
    entries = [_entry(event) for event in mine]
    if not entries:
        raise NothingToUndo
    return plan_gaps(entries=entries, by=by, at=at, verb=UNDONE)


def _check_responsible(entries: Sequence[PlanEntry], by: Membership) -> None:
    members = {entry.values.get("responsible_id") for entry in entries} - {None}
    known = Membership.objects.current().filter(pk__in=members, organisation_id=by.organisation_id)
    if members and known.count() != len(members):
        raise UnknownOwner


def _changed(plan: GapPlan, values: PlanValues) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(plan, name) != value}


def _entry(event: Event) -> PlanEntry:
    values = {name: value for name, value in event.old.items() if name != "plan_revision"}
    if values.get("by_when"):
        values["by_when"] = date.fromisoformat(values["by_when"])
    return PlanEntry(UUID(event.object_id), event.new["plan_revision"], cast(PlanValues, values))
