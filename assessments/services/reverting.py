"""Taking back what somebody did to many rows, from the history: a batch like any other."""

from dataclasses import replace
from datetime import datetime
from typing import Final, cast

from accounts.models import Membership, Team
from assessments.services.answering import (
    REVERTED,
    AnswerValues,
    Entry,
    Recorded,
    record_answers,
)
from assessments.services.undoing import NothingToUndo, entry_before
from assessments.words.events import REVERTIBLE
from audit.models import Event, chain_of

_OWNERS: Final = ("owner_membership_id", "owner_team_id")


def revert_batch(*, assessment_id: int, batch: str, by: Membership, at: datetime) -> Recorded:
    """Give every row of anybody's batch its earlier values back, as one batch.

    Rows changed since are reported stale and stay as they are; an owner who is gone does not come
    back. Only changes of answers can be taken back, reverts among them: raises `NothingToUndo`
    for another batch, and what `record_answers` raises.
    """
    events = Event.objects.of_chain(chain_of(by.organisation_id)).of_batch(batch).in_sequence()
    told = events.filter(object_kind="answer", verb__in=REVERTIBLE)
    entries = _with_owners_that_are_there([entry_before(event) for event in told], by)
    if not entries:
        raise NothingToUndo
    recorded = record_answers(
        assessment_id=assessment_id, entries=entries, by=by, at=at, verb=REVERTED
    )
    if len(recorded.missing) == len(entries):
        raise NothingToUndo
    return recorded


def _with_owners_that_are_there(entries: list[Entry], by: Membership) -> list[Entry]:
    members = {each.values.get("owner_membership_id") for each in entries} - {None}
    teams = {each.values.get("owner_team_id") for each in entries} - {None}
    current = Membership.objects.current().filter(organisation_id=by.organisation_id)
    known = {
        *((_OWNERS[0], pk) for pk in current.filter(pk__in=members).values_list("pk", flat=True)),
        *(
            (_OWNERS[1], pk)
            for pk in Team.objects.of_organisation(by.organisation)
            .filter(pk__in=teams)
            .values_list("pk", flat=True)
        ),
        *((name, None) for name in _OWNERS),
    }
    return [replace(each, values=_kept(each.values, known)) for each in entries]


def _kept(values: AnswerValues, known: set[tuple[str, int | None]]) -> AnswerValues:
    is_there = all((name, values.get(name)) in known for name in _OWNERS)
    kept = {name: value for name, value in values.items() if is_there or name not in _OWNERS}
    return cast(AnswerValues, kept)
