"""A page of history: one entry for each action, however many rows it changed."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db.models import Count, F, Window
from django.db.models.fields.json import KT
from django.db.models.functions import RowNumber
from django.utils import timezone

from accounts.models import Membership
from assessments.selectors.history.lines import EventLine, Writer, writer_for
from assessments.words.batches import Tally, batch_sentence, batch_words
from assessments.words.events import REVERTIBLE, ROW_VERBS
from assessments.words.fields import FIELDS, field_name, named_value
from audit.models import Event, EventQuerySet, chain_of
from audit.selectors import Head, head_of

PER_PAGE: Final = 50
# Of one action a page shows so many rows; the others are one link away.
SHOWN: Final = 20
# What a sentence can take in; a longer note is read in the rows.
SHORT: Final = 60
_IN_ANSWERS: Final = frozenset({"coverage", "reason", "until"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One action. `lines` are its events as written, `SHOWN` at most of `size`.

    With one event the entry is that event. `detail` says what else an action did besides what
    its sentence says.
    """

    lines: tuple[EventLine, ...]
    size: int
    sentence: str
    detail: str = ""

    @property
    def lead(self) -> EventLine:
        """Return the first event, which has the time and the person of all of them."""
        return self.lines[0]

    @property
    def batch(self) -> str:
        """Return the id of the action."""
        return self.lead.batch

    @property
    def at(self) -> datetime:
        """Return when it happened."""
        return self.lead.at

    @property
    def day(self) -> date:
        """Return the day it happened on, where the product keeps its time."""
        return timezone.localdate(self.at)

    @property
    def is_one(self) -> bool:
        """Tell whether there is nothing to unfold."""
        return self.size == 1

    @property
    def is_cut(self) -> bool:
        """Tell whether the action has more events than are shown."""
        return self.size > len(self.lines)

    @property
    def is_revertible(self) -> bool:
        """Tell whether it changed answers, which can be given back what they said before."""
        return self.assessment_id is not None and self.lead.told.verb in REVERTIBLE

    @property
    def assessment_id(self) -> int | None:
        """Return the assessment it is about, None for another thing."""
        return self.lead.thing.assessment_id

    @property
    def assessment(self) -> str:
        """Return the name of that assessment."""
        return self.lead.thing.assessment


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Entries, newest first. `before` leads to the older ones, None on the last page."""

    entries: tuple[Entry, ...]
    before: int | None
    head: Head


def history_page(
    events: EventQuerySet,
    *,
    reader: Membership,
    before: int | None = None,
    is_unfolded: bool = False,
) -> HistoryPage:
    """Return `PER_PAGE` actions among `events` that ended before a sequence number.

    `is_unfolded` makes each event an entry of its own. At most 10 queries, whatever the number
    of events and of rows an action changed.
    """
    ends = events if is_unfolded else events.ending_batches()
    if before is not None:
        ends = ends.filter(sequence__lt=before)
    places = ends.latest_first().values_list("sequence", "batch")[: PER_PAGE + 1]
    found = list(places)
    shown = found[:PER_PAGE]
    entries = _single(events, shown, reader) if is_unfolded else _batches(events, shown, reader)
    return HistoryPage(
        entries=entries,
        before=shown[-1][0] if len(found) > PER_PAGE else None,
        head=head_of(chain_of(reader.organisation_id)),
    )


def _single(
    events: EventQuerySet, places: Sequence[tuple[int, str]], reader: Membership
) -> tuple[Entry, ...]:
    sequences = [sequence for sequence, _batch in places]
    read = list(events.filter(sequence__in=sequences).latest_first())
    writer = writer_for(read, reader=reader)
    return tuple(Entry((line,), 1, line.sentence) for line in map(writer.line, read))


def _batches(
    events: EventQuerySet, places: Sequence[tuple[int, str]], reader: Membership
) -> tuple[Entry, ...]:
    batches = [batch for _sequence, batch in places]
    members = _members(events, batches)
    tallies = _tallies(events, batches)
    writer = writer_for((each for group in members.values() for each in group), reader=reader)
    return tuple(_entry(members[batch], tallies[batch], writer) for batch in batches)


def _members(events: EventQuerySet, batches: Iterable[str]) -> Mapping[str, list[Event]]:
    place = Window(RowNumber(), partition_by=F("batch"), order_by=F("sequence").asc())
    numbered = events.filter(batch__in=batches).annotate(place=place)
    found: dict[str, list[Event]] = defaultdict(list)
    for event in numbered.filter(place__lte=SHOWN).order_by("sequence"):
        found[event.batch].append(event)
    return found


def _tallies(events: EventQuerySet, batches: Iterable[str]) -> Mapping[str, list[Tally]]:
    groups: Any = (
        events.filter(batch__in=batches)
        .annotate(coverage=KT("new__coverage"))
        .values_list("batch", "verb", "coverage")
        .annotate(number=Count("pk"))
        .order_by()
    )
    found: dict[str, list[Tally]] = defaultdict(list)
    for batch, verb, coverage, number in groups:
        found[batch].append(Tally(verb, coverage or "", number))
    return found


def _entry(events: Sequence[Event], tallies: Sequence[Tally], writer: Writer) -> Entry:
    lines = tuple(map(writer.line, events))
    size = sum(tally.number for tally in tallies)
    lead = lines[0]
    if size == 1:
        return Entry(lines, size, lead.sentence)
    if lead.told.verb not in ROW_VERBS:
        others = [tally for tally in tallies if tally.verb != lead.told.verb]
        return Entry(lines, size, lead.sentence, batch_words(others))
    shared = _shared(lines) if size == len(lines) else []
    return Entry(lines, size, batch_sentence(lead.who, tallies, shared=shared))


def _shared(lines: Sequence[EventLine]) -> list[str]:
    """Return the fields that every row got anew, with the value where it is the same in all."""
    fields = [name for name in FIELDS if all(name in line.told.new for line in lines)]
    values = {name: {line.told.new[name] for line in lines} for name in fields}
    return [_shared_words(name, values[name]) for name in fields if name not in _IN_ANSWERS]


def _shared_words(name: str, values: set[str]) -> str:
    is_told = len(values) == 1 and len(min(values)) <= SHORT
    return named_value(name, *values) if is_told else field_name(name)
