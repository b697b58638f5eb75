"""Events as lines: who, when, what in one sentence, and old → new in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Membership
from accounts.rights import Action
from assessments.selectors.history.about import row_events
from assessments.selectors.history.names import NamedRow, Names, names_for
from assessments.selectors.history.values import Change, changes_of, texts_of
from assessments.words.events import Told, sentence
from audit.models import Event, EventQuerySet

CHUNK: Final = 2_000
ON_A_ROW: Final = 20


@dataclass(frozen=True, slots=True)
class Thing:
    """What an event is about. `language` is "" where the name is in the reader's own.

    `row_key` and `assessment_id` are those of a page it has, "" and None where it has none.
    """

    kind: str
    name: str
    language: str = ""
    row_key: str = ""
    assessment_id: int | None = None
    assessment: str = ""


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event in words. `told` is what the sentence was made of."""

    sequence: int
    batch: str
    at: datetime
    who: str
    sentence: str
    thing: Thing
    changes: tuple[Change, ...]
    told: Told


@dataclass(frozen=True, slots=True)
class RowHistory:
    """The latest changes of one row, newest first; `has_more` when there are older ones."""

    lines: tuple[EventLine, ...]
    has_more: bool


class Writer:
    """Turns events into lines for one reader, with names that were looked up before."""

    def __init__(self, names: Names, *, reader: Membership) -> None:
        """Keep the names, and whether the reader may see internal notes."""
        self.names = names
        self.can_read = reader.may(Action.READ_INTERNAL_NOTES)

    def line(self, event: Event) -> EventLine:
        """Return one event in words."""
        thing = self.thing(event)
        told = Told(
            verb=event.verb,
            who=self.names.person(event.actor_id),
            thing=thing.name,
            old=texts_of(event.old, self.names, can_read=self.can_read),
            new=texts_of(event.new, self.names, can_read=self.can_read),
        )
        return EventLine(
            sequence=event.sequence,
            batch=event.batch,
            at=event.at,
            who=told.who,
            sentence=sentence(told),
            thing=thing,
            changes=changes_of(told),
            told=told,
        )

    def thing(self, event: Event) -> Thing:
        """Return what an event is about, with its name."""
        kind, pk = event.object_kind, _number(event.object_id)
        if kind == "answer":
            return self._row(event.object_id)
        if kind in {"assessment", "export"}:
            return self._assessment(kind, pk if kind == "assessment" else event.new["assessment"])
        return Thing(kind, self._name(event, pk))

    def _name(self, event: Event, pk: int) -> str:
        if event.object_kind == "membership":
            return self.names.member(pk)
        if event.object_kind == "team":
            # A team that was deleted or renamed is called what the event calls it.
            told = event.old.get("name") or event.new.get("name")
            return str(told or self.names.team(pk))
        return self.names.edition(pk) if event.object_kind == "edition" else ""

    def _row(self, key: str) -> Thing:
        row: NamedRow | None = self.names.rows.get(key)
        if row is None:
            return Thing("answer", _("a row that is gone"))
        return Thing(
            "answer",
            row.text,
            row.language,
            row_key=key if row.is_in_play else "",
            assessment_id=row.assessment_id,
            assessment=self.names.assessment(row.assessment_id),
        )

    def _assessment(self, kind: str, pk: int) -> Thing:
        name = self.names.assessment(pk)
        is_there = pk in self.names.assessments
        return Thing(kind, name, assessment_id=pk if is_there else None, assessment=name)


def lines_of(events: Iterable[Event], *, reader: Membership) -> tuple[EventLine, ...]:
    """Return events in words, in the order they come in. At most 6 queries for their names."""
    events = list(events)
    writer = writer_for(events, reader=reader)
    return tuple(writer.line(event) for event in events)


def writer_for(events: Iterable[Event], *, reader: Membership) -> Writer:
    """Return what turns `events` into words for a reader. At most 6 queries."""
    names = names_for(events, reader=reader, language=get_language() or "")
    return Writer(names, reader=reader)


def latest_lines(
    events: EventQuerySet, *, reader: Membership, at_most: int
) -> Iterator[EventLine]:
    """Yield the latest of `events` in words, newest first, holding `CHUNK` of them at a time.

    Read by sequence and without a cursor: on SQLite a long reading would stop writers.
    """
    left, page = at_most, list(events.latest_first()[:CHUNK])
    while page and left > 0:
        yield from lines_of(page[:left], reader=reader)
        left -= len(page)
        older = events.filter(sequence__lt=page[-1].sequence).latest_first()
        page = list(older[:CHUNK]) if len(page) == CHUNK else []


def row_history(key: str, *, reader: Membership) -> RowHistory:
    """Return the latest changes of one answer: at most `ON_A_ROW`. At most 7 queries."""
    found = list(row_events(key, reader=reader).latest_first()[: ON_A_ROW + 1])
    return RowHistory(lines_of(found[:ON_A_ROW], reader=reader), len(found) > ON_A_ROW)


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
