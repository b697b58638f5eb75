"""Locking gaps with their plans, writing plans by compare-and-swap, and telling of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from accounts.models import Membership, TeamMember
from assessments.models import Answer, Assessment, GapPlan
from assessments.services.answering import AssessmentClosed, ConcurrentChange
from audit.services import Happening
from database.revisions import as_read

Changes = Iterable[tuple[GapPlan, Mapping[str, Any]]]


def locked_gaps(keys: Collection[UUID], by: Membership) -> dict[UUID, tuple[Answer, GapPlan]]:
    """Lock gaps of a member's organisation, and return each with its plan, by key.

    A gap without a plan comes with one that is not saved yet, at revision 0. The assessments
    stand first, which is the order of locks (SECURITY.md, "PostgreSQL"); whoever holds a row
    holds its plan. Raises `AssessmentClosed` when one of them is signed or closed.
    """
    is_in_team = TeamMember.objects.filter(team=OuterRef("owner_team"), membership=by)
    rows = (
        Answer.objects.filter(organisation_id=by.organisation_id, key__in=keys)
        .in_play()
        .gaps()
        .select_related("assessment")
        .annotate(is_my_teams=Exists(is_in_team))
        .select_for_update(of=("assessment", "self"))
        .order_by("assessment_id", "pk")
    )
    found = list(rows)
    if any(row.assessment.state != Assessment.State.ACTIVE for row in found):
        raise AssessmentClosed
    plans = {plan.answer_id: plan for plan in GapPlan.objects.filter(answer__in=found)}
    return {row.key: (row, plans.get(row.pk) or _first_plan(row)) for row in found}


def write_plans(changes: Changes) -> None:
    """Write each plan's changes, at its next revision: one query to insert, one for each set.

    Raises `ConcurrentChange` when a plan is not as it was read.
    """
    inserted: list[GapPlan] = []
    groups: dict[tuple[tuple[str, Any], ...], list[GapPlan]] = {}
    for plan, values in changes:
        if plan.revision:
            groups.setdefault(tuple(sorted(values.items())), []).append(plan)
        else:
            inserted.append(_filled(plan, values))
    GapPlan.objects.bulk_create(inserted)
    for group, plans in groups.items():
        kept = GapPlan.objects.filter(as_read(plans))
        written = kept.update(**dict(group), revision=F("revision") + 1)
        if written != len(plans):
            raise ConcurrentChange


def happening(verb: str, row: Answer, plan: GapPlan, values: Mapping[str, Any]) -> Happening:
    """Return the event of one plan, with its values before they are written and after.

    It is an event of the row. The revision is the plan's: the row keeps its own.
    """
    old = {name: _scalar(getattr(plan, name)) for name in values}
    new = {name: _scalar(value) for name, value in values.items()}
    return Happening(
        verb,
        "answer",
        str(row.key),
        old={**old, "plan_revision": plan.revision},
        new={**new, "plan_revision": plan.revision + 1},
    )


def _first_plan(row: Answer) -> GapPlan:
    return GapPlan(organisation_id=row.organisation_id, answer_id=row.pk, revision=0)


def _filled(plan: GapPlan, values: Mapping[str, Any]) -> GapPlan:
    for name, value in {**values, "revision": 1}.items():
        setattr(plan, name, value)
    return plan


def _scalar(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
