"""Taking a batch back, whole: undoing is a batch too."""

from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from accounts.models import Membership
from assessments.services.answering import (
    UNDONE,
    AnswerValues,
    Entry,
    Recorded,
    record_answers,
)
from assessments.words.events import REVERTIBLE
from audit.models import Event, chain_of

_DATES = {"until", "due_on", "gap_since"}
# An undo gives the words back, never the acceptance they had.
_KEPT = {"revision", "review"}


class NothingToUndo(Exception):
    """The batch is not there, is not this person's, or holds no answers of this assessment."""


def undo_batch(*, assessment_id: int, batch: str, by: Membership, at: datetime) -> Recorded:
    """Give every row of a batch its earlier values back; rows changed since are reported stale.

    A person undoes what they did themselves. Raises `NothingToUndo`, and what `record_answers`
    raises.
    """
    events = Event.objects.of_chain(chain_of(by.organisation_id)).of_batch(batch).in_sequence()
    mine = events.filter(actor_id=by.user_id, object_kind="answer", verb__in=REVERTIBLE)
    entries = [entry_before(event) for event in mine]
    if not entries:
        raise NothingToUndo
    recorded = record_answers(
        assessment_id=assessment_id, entries=entries, by=by, at=at, verb=UNDONE
    )
    if len(recorded.missing) == len(entries):
        raise NothingToUndo
    return recorded


def entry_before(event: Event) -> Entry:
    """Return what a row was before an event, to be written if nobody wrote in it since."""
    values = {name: _value(name, value) for name, value in event.old.items() if name not in _KEPT}
    return Entry(UUID(event.object_id), event.new["revision"], cast(AnswerValues, values))


def _value(name: str, value: Any) -> Any:
    return date.fromisoformat(value) if name in _DATES and value else value
