"""Who had a row, and who had last written in it, on a day that is over."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, Q

from accounts.models import Membership, Team
from assessments.models import Answer, Assessment, Coverage, GapPlan
from assessments.selectors.history.about import row_keys
from audit.models import Event, chain_of

# Whoever did this is the last who wrote in a row; of other events only those that say so.
WRITING: Final = ("answer-changed", "answer-change-undone", "answer-change-reverted")
REOPENED: Final = "answer-reopened"
COPIED: Final = "assessment-copied"
# Where `last_writers` says who copied the assessment, if it is a copy.
COPY: Final = ""


@dataclass(frozen=True, slots=True)
class Writer:
    """When a row was last written in, and by whom: one of the ids, none where it is not told."""

    at: datetime | None
    user_id: int | None = None
    member_id: int | None = None


Writers = Mapping[str, Writer]


def last_writers(assessment: Assessment, *, before: int) -> Writers:
    """Return who had last written in each row, by key, before an event of the log. One query."""
    earlier = Event.objects.of_chain(chain_of(assessment.organisation_id)).filter(
        sequence__lt=before
    )
    writing = earlier.filter(object_kind="answer", object_id__in=row_keys(assessment)).filter(
        Q(verb__in=WRITING) | Q(new__has_key="changed_at")
    )
    latest = writing.values("object_id").annotate(last=Max("sequence")).order_by().values("last")
    copied = Q(object_kind="assessment", object_id=str(assessment.pk), verb=COPIED)
    found = earlier.filter(Q(sequence__in=latest) | copied)
    return {
        event.object_id if event.object_kind == "answer" else COPY: _writer(event)
        for event in found
    }


def name_people(rows: Mapping[str, Answer], writers: Writers, assessment: Assessment) -> None:
    """Give rows their owners and last writers of that day, as they are named today. 2 queries.

    Somebody who is gone is nobody. The rows are in memory only.
    """
    written = {key: _written(key, row, writers) for key, row in rows.items()}
    by_pk, by_user = _members(assessment, rows.values(), written.values())
    ids = {row.owner_team_id for row in rows.values()} - {None}
    teams = Team.objects.filter(organisation_id=assessment.organisation_id).in_bulk(ids)
    for key, row in rows.items():
        row.owner_membership = by_pk.get(row.owner_membership_id or 0)
        row.owner_team = teams.get(row.owner_team_id or 0)
        writer = written[key]
        row.changed_at = writer.at
        row.changed_by = by_pk.get(writer.member_id or 0) or by_user.get(writer.user_id or 0)
        for plan in _plans([row]):
            plan.responsible = by_pk.get(plan.responsible_id or 0)
            plan.accepted_by = by_pk.get(plan.accepted_by_id or 0)


def _plans(rows: Iterable[Answer]) -> Iterator[GapPlan]:
    for row in rows:
        plan = row._state.fields_cache.get("gap_plan")
        if plan is not None:
            yield plan


def _writer(event: Event) -> Writer:
    if event.verb in {*WRITING, REOPENED, COPIED}:
        return Writer(event.at, user_id=event.actor_id)
    # A row that a reverted move put back says itself when it had been written in.
    at = event.new["changed_at"]
    return Writer(
        datetime.fromisoformat(at) if at else None, member_id=event.new.get("changed_by_id")
    )


def _written(key: str, row: Answer, writers: Writers) -> Writer:
    if key in writers:
        return writers[key]
    # An answer that nobody gave here came with the copy.
    is_copied = row.coverage != Coverage.UNANSWERED
    return writers.get(COPY, Writer(None)) if is_copied else Writer(None)


def _members(
    assessment: Assessment, rows: Iterable[Answer], writers: Iterable[Writer]
) -> tuple[dict[int, Membership], dict[int, Membership]]:
    """Return those who are named, by id of membership and by id of user."""
    writers = list(writers)
    rows = list(rows)
    owners = {row.owner_membership_id for row in rows}
    planning = {pk for plan in _plans(rows) for pk in (plan.responsible_id, plan.accepted_by_id)}
    members = (owners | planning | {each.member_id for each in writers}) - {None}
    users = {each.user_id for each in writers} - {None}
    found = (
        Membership.objects.filter(organisation_id=assessment.organisation_id)
        .filter(Q(pk__in=members) | Q(user_id__in=users))
        .select_related("user")
    )
    named = list(found)
    return {each.pk: each for each in named}, {each.user_id: each for each in named}
