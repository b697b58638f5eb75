"""Stating auditors' opinions: one or fifty rows, by compare-and-swap, told as one batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Answer, Assessment, Opinion, Result
from assessments.services.answering import AssessmentClosed, Recorded
from assessments.services.undoing import NothingToUndo
from audit.models import Event, chain_of
from audit.services import Happening, append_events, new_batch
from database.transactions import change

STATED: Final = "opinion-stated"
UNDONE: Final = "opinion-undone"
_CHUNK: Final = 200
_SAID: Final = ("result", "note", "stated_on")
_WRITTEN: Final = (*_SAID, "stated_at", "revision")
# What events call the fields: the answer has a note of its own.
_TOLD: Final = {"result": "opinion_result", "note": "opinion_note", "stated_on": "opinion_on"}


@dataclass(frozen=True, slots=True)
class OpinionEntry:
    """What an auditor's opinion on one row is to become, whole.

    `key` is that of the answer. `revision` is the one at which the auditor's own opinion was
    read, None or 0 where none stood. `result` is one of `Result`, "" takes the opinion back.
    `stated_on` is the day of the opinion, None for the day it is recorded.
    """

    key: UUID
    revision: int | None
    result: str
    note: str = ""
    stated_on: date | None = None


class UnknownResult(Exception):
    """The result is none of those an auditor can give."""


class ResultMissing(Exception):
    """A note or a date came without a result: an opinion says what was found."""


@change
def record_opinions(
    *,
    assessment_id: int,
    entries: Sequence[OpinionEntry],
    by: Membership,
    at: datetime,
    verb: str = STATED,
) -> Recorded:
    """Write the opinions of one auditor as one batch, and say what came of each row.

    Rows are named by the key of their answer; revisions are those of `by`'s own opinions.
    Opinions of others are never touched, nor are the answers. Stale ones are left alone and
    reported, as are rows that are not in play or of an assessment that is not shown to `by`
    (`missing`); whoever is no auditor is `refused` every row. An opinion that says already what
    is to be said stays at its revision. Of two entries for one row the last counts.

    A signed assessment takes opinions: audits follow the sign-off, which holds what the
    organisation says and does not change. Raises `AssessmentClosed` for a closed one,
    `UnknownResult` and `ResultMissing`; then nothing is written.
    """
    entries = list({entry.key: entry for entry in entries}.values())
    _check(entries)
    rows = _rows(assessment_id, entries, by)
    if any(row.assessment.state == Assessment.State.CLOSED for row in rows.values()):
        raise AssessmentClosed
    missing = tuple(entry.key for entry in entries if entry.key not in rows)
    batch = new_batch()
    if not by.may(Action.STATE_OPINIONS):
        return Recorded(batch, {}, refused=tuple(rows), missing=missing)
    opinions = _opinions(rows, by)
    found = [(opinions[entry.key], entry) for entry in entries if entry.key in rows]
    stale = tuple(each.key for own, each in found if not _is_as_read(own, each))
    current = [(own, each) for own, each in found if each.key not in stale]
    changes = [(own, _changed(own, each, at)) for own, each in current]
    changes = [(own, values) for own, values in changes if values]
    happenings = [_happening(verb, own, values) for own, values in changes]
    _write(changes, at)
    append_events(
        organisation_id=by.organisation_id,
        happenings=happenings,
        actor_id=by.user_id,
        at=at,
        batch=batch,
    )
    saved = {each.key: own.revision for own, each in current}
    return Recorded(batch, saved, stale, missing=missing)


def undo_opinions(*, assessment_id: int, batch: str, by: Membership, at: datetime) -> Recorded:
    """Give every opinion of a batch its earlier words back; what changed since stays, as stale.

    A person undoes what they did themselves; undoing is a batch too. Raises `NothingToUndo`, and
    what `record_opinions` raises.
    """
    events = Event.objects.of_chain(chain_of(by.organisation_id)).of_batch(batch).in_sequence()
    mine = events.filter(actor_id=by.user_id, object_kind="answer", verb__in=[STATED, UNDONE])
    entries = _entries_before(mine, by)
    if not entries:
        raise NothingToUndo
    recorded = record_opinions(
        assessment_id=assessment_id, entries=entries, by=by, at=at, verb=UNDONE
    )
    if len(recorded.missing) == len(entries):
        raise NothingToUndo
    return recorded


def _check(entries: Iterable[OpinionEntry]) -> None:
    for entry in entries:
        if entry.result not in {"", *Result.values}:
            raise UnknownResult
        if not entry.result and (entry.note or entry.stated_on):
            raise ResultMissing


def _rows(
    assessment_id: int, entries: Sequence[OpinionEntry], by: Membership
) -> dict[UUID, Answer]:
    # The assessment stands first, as wherever rows are locked (services/answering.py). Whoever
    # holds a row holds what is said beside it.
    keys = [entry.key for entry in entries]
    rows = (
        Answer.objects.visible_to(by.user)
        .filter(organisation_id=by.organisation_id, assessment_id=assessment_id, key__in=keys)
        .in_play()
        .select_related("assessment")
        .select_for_update(of=("assessment", "self"))
        .order_by("pk")
    )
    return {row.key: row for row in rows}


def _opinions(rows: Mapping[UUID, Answer], by: Membership) -> dict[UUID, Opinion]:
    """Return this auditor's opinions by key of their row; without one it is new, revision 0."""
    own = {
        opinion.answer_id: opinion
        for opinion in Opinion.objects.filter(author=by, answer__in=rows.values())
    }
    found = {}
    for key, row in rows.items():
        found[key] = own.get(row.pk) or Opinion(
            organisation_id=row.organisation_id, author=by, revision=0
        )
        found[key].answer = row
    return found


def _is_as_read(own: Opinion, entry: OpinionEntry) -> bool:
    # Over one that was taken back nothing is lost: who read the row saw none.
    is_none = not own.result and not entry.revision
    return is_none or own.revision == entry.revision


def _changed(own: Opinion, entry: OpinionEntry, at: datetime) -> dict[str, Any]:
    said: dict[str, Any] = {"result": entry.result, "note": entry.note}
    is_same = all(getattr(own, name) == value for name, value in said.items())
    if entry.stated_on or (entry.result and not is_same):
        said["stated_on"] = entry.stated_on or timezone.localdate(at)
    elif not entry.result:
        said["stated_on"] = None
    return {name: value for name, value in said.items() if getattr(own, name) != value}


def _write(changes: Iterable[tuple[Opinion, Mapping[str, Any]]], at: datetime) -> None:
    """Write what changed and move each opinion to its next revision, as the caller sees it."""
    new: list[Opinion] = []
    known: list[Opinion] = []
    for own, values in changes:
        for name, value in {**values, "stated_at": at, "revision": own.revision + 1}.items():
            setattr(own, name, value)
        (known if own.pk else new).append(own)
    Opinion.objects.bulk_create(new)
    Opinion.objects.bulk_update(known, _WRITTEN, batch_size=_CHUNK)


def _happening(verb: str, own: Opinion, values: Mapping[str, Any]) -> Happening:
    """Return the event of one opinion, with its words before they are written and after.

    It is an event of the row. The revision is the opinion's: the row keeps its own.
    """
    old = {_TOLD[name]: _scalar(getattr(own, name)) for name in values}
    new = {_TOLD[name]: _scalar(value) for name, value in values.items()}
    return Happening(
        verb,
        "answer",
        str(own.answer.key),
        old={**old, "opinion_revision": own.revision},
        new={**new, "opinion_revision": own.revision + 1},
    )


def _entries_before(events: Iterable[Event], by: Membership) -> list[OpinionEntry]:
    told = {UUID(event.object_id): event for event in events}
    rows = Opinion.objects.filter(author=by, answer__key__in=told).select_related("answer")
    own = {row.answer.key: row for row in rows}
    return [_entry_before(key, event, own.get(key)) for key, event in told.items()]


def _entry_before(key: UUID, event: Event, own: Opinion | None) -> OpinionEntry:
    revision = event.new["opinion_revision"]
    if own is None or own.revision != revision:
        return OpinionEntry(key, revision, "")  # which is stale, whatever it says
    said = {name: event.old.get(_TOLD[name], _scalar(getattr(own, name))) for name in _SAID}
    day = said["stated_on"]
    stated_on = date.fromisoformat(day) if day else None
    return OpinionEntry(key, revision, said["result"], said["note"], stated_on)


def _scalar(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
