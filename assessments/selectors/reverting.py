"""What would become of each row if an action were taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from accounts.models import Membership
from assessments.models import Answer, Assessment
from assessments.selectors.history.lines import EventLine, Writer, writer_for
from assessments.selectors.history.values import Change, changes_of
from assessments.words.batches import Tally, batch_sentence
from assessments.words.events import REVERTIBLE
from audit.models import Event, chain_of


@dataclass(frozen=True, slots=True)
class Way:
    """A row of the action: what it was called, and each field from what it is to what it was."""

    line: EventLine
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class RevertPreview:
    """An action that changed answers.

    `back` are the rows that go back; `changed` were written in since, `gone` were put away or
    switched off since: both stay as they are.
    """

    batch: str
    sentence: str
    lead: EventLine
    back: tuple[Way, ...]
    changed: tuple[EventLine, ...]
    gone: tuple[EventLine, ...]


def revert_preview(
    assessment: Assessment, batch: str, *, reader: Membership
) -> RevertPreview | None:
    """Return what taking a batch back would do to each row. At most 8 queries.

    None where the batch changed no answer of this assessment.
    """
    chain = chain_of(assessment.organisation_id)
    told = Event.objects.of_chain(chain).of_batch(batch).in_sequence()
    events = list(told.filter(object_kind="answer", verb__in=REVERTIBLE))
    keys = [event.object_id for event in events]
    rows = Answer.objects.filter(assessment=assessment, key__in=keys)
    standing = {
        str(key): revision for key, revision in rows.in_play().values_list("key", "revision")
    }
    if not rows.exists():
        return None
    return _preview(batch, events, standing, writer_for(events, reader=reader))


def _preview(
    batch: str, events: Sequence[Event], standing: dict[str, int], writer: Writer
) -> RevertPreview:
    lines = [(event, writer.line(event)) for event in events]
    fresh = [pair for pair in lines if standing.get(pair[0].object_id) == _revision(pair[0])]
    return RevertPreview(
        batch=batch,
        sentence=_sentence([line for _event, line in lines], events),
        lead=lines[0][1],
        back=tuple(Way(line, _backwards(line)) for _event, line in fresh),
        changed=tuple(
            line
            for event, line in lines
            if standing.get(event.object_id, _revision(event)) != _revision(event)
        ),
        gone=tuple(line for event, line in lines if event.object_id not in standing),
    )


def _revision(event: Event) -> int:
    return int(event.new["revision"])


def _backwards(line: EventLine) -> tuple[Change, ...]:
    # Told as another verb would tell it: every field on a line of its own.
    return changes_of(replace(line.told, verb="", old=line.told.new, new=line.told.old))


def _sentence(lines: Sequence[EventLine], events: Iterable[Event]) -> str:
    if len(lines) == 1:
        return lines[0].sentence
    tallies = [Tally(event.verb, event.new.get("coverage", ""), 1) for event in events]
    return batch_sentence(lines[0].who, tallies)
