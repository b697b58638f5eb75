"""Reading the log, and verifying it."""

import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Self

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from audit.models import ChainHead, Event
from audit.sealing import FIRST_PREVIOUS, canonical, seal

CHUNK = 2_000
_NOTED: Final = re.compile(
    r"(?P<chain>[\w:-]+)=(?P<sequence>\d{1,18}):(?P<seal>[0-9a-fA-F]{12,64})"
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What reading one chain from its first event to its head has shown.

    `broken_at` is the sequence of the first event that is changed, missing, inserted or out of
    place, None when the chain holds. `reason` says it in English.
    """

    chain: str
    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """Where a chain ends now: to be noted elsewhere, so that a cut tail is found later.

    `sequence` 0 is a chain without events.
    """

    sequence: int
    seal: str

    def named(self, chain: str) -> str:
        """Return it as `verify_audit --head` takes it: "organisation:3=1520:0f3a…"."""
        return f"{chain}={self.sequence}:{self.seal}"

    @property
    def short_seal(self) -> str:
        """Return the first 12 digits: enough to recognise it, short enough to write down."""
        return self.seal[:12]


@dataclass(frozen=True, slots=True)
class NotedHead:
    """A head that somebody noted outside: the chain, a sequence, and how its seal begins."""

    chain: str
    sequence: int
    seal: str

    @classmethod
    def read(cls, text: str) -> Self:
        """Read "organisation:3=1520:0f3a…", 12 digits of the seal or more, else `ValueError`."""
        found = _NOTED.fullmatch(text.strip())
        if found is None:
            message = f"“{text.strip()}” is not a head: CHAIN=NUMBER:SEAL"
            raise ValueError(message)
        return cls(found["chain"], int(found["sequence"]), found["seal"].lower())

    def is_met_by(self, event: Event) -> bool:
        """Tell whether an event of the same sequence is the one that was noted."""
        return event.seal.startswith(self.seal)


def head_of(chain: str) -> Head:
    """Return the head of a chain as it is noted beside the events. One query."""
    sequence, noted = _head(chain)
    return Head(max(sequence, 0), noted)


def is_sealed(event: Event) -> bool:
    """Tell whether an event is as it was written. Whether one is missing, the chain says."""
    is_ours = event.key_id == settings.AUDIT_KEY_ID
    return is_ours and event.seal == seal(event.sealed_fields(), key=settings.AUDIT_KEY)


def heads_of() -> dict[str, Head]:
    """Return the head of every chain that has events, by chain. One query."""
    found = ChainHead.objects.filter(sequence__gt=0).values_list("chain", "sequence", "seal")
    return {chain: Head(sequence, noted) for chain, sequence, noted in found}


def sealed_lines(chain: str, *, using: str = DEFAULT_DB_ALIAS) -> Generator[bytes, None, None]:
    """Yield each event of a chain as a line of JSON: what its seal covers, and the seal.

    Canonical (sorted keys, no blanks, UTF-8). Without the key a reader can tell that the numbers
    run without a gap, that each event names the seal before it, and that the last is the head
    that was noted; whether a seal is right, who has the key.
    """
    for event in _by_pages(chain, using=using):
        yield canonical({**event.sealed_fields(), "seal": event.seal}) + b"\n"


def verify_chains(noted: Sequence[NotedHead] = ()) -> list[Verification]:
    """Verify every chain that has a head or an event, or of which a head was noted."""
    named = set(ChainHead.objects.values_list("chain", flat=True))
    named |= set(Event.objects.values_list("chain", flat=True).distinct())
    named |= {head.chain for head in noted}
    return [verify_chain(chain, noted=noted) for chain in sorted(named)]


def verify_chain(chain: str, *, noted: Sequence[NotedHead] = ()) -> Verification:
    """Read one chain and stop at the first event that does not hold.

    Finds changed, removed, inserted and reordered events, and a cut tail against the head row.
    A head row cut together with its tail is only found against a head noted outside, and so is a
    chain that somebody with the key wrote anew. May run beside writers: what they append
    meanwhile is verified or left for the next time.
    """
    found = _read_through(chain, [head for head in noted if head.chain == chain])
    last = max((head.sequence for head in noted if head.chain == chain), default=0)
    if found.broken_at is None and found.events < last:
        reason = f"it was cut off: event {last} was noted"
        return replace(found, broken_at=found.events + 1, reason=reason)
    return found


def _read_through(chain: str, heads: Sequence[NotedHead]) -> Verification:
    places = {head.sequence: head for head in heads}
    noted = _head(chain)
    previous, sequence = FIRST_PREVIOUS, 0
    has_met_head = noted == (sequence, previous)
    for event in _by_pages(chain):
        sequence += 1
        reason = _fault(event, sequence, previous)
        if not reason and sequence in places and not places[sequence].is_met_by(event):
            reason = "its seal is not the one that was noted: written anew here or before"
        if reason:
            return Verification(chain, sequence - 1, previous, sequence, reason)
        previous = event.seal
        has_met_head = has_met_head or noted == (sequence, previous)
    if not has_met_head or _head(chain)[0] < sequence:
        reason = "the chain does not end where its head says"
        return Verification(chain, sequence, previous, sequence + 1, reason)
    return Verification(chain, sequence, previous)


def _head(chain: str) -> tuple[int, str]:
    found = ChainHead.objects.filter(pk=chain).values_list("sequence", "seal").first()
    return found or (-1, "")


def _by_pages(chain: str, *, using: str = DEFAULT_DB_ALIAS) -> Iterator[Event]:
    """Yield the events in sequence, with no cursor held open: on SQLite it would stop writers."""
    last, events = -1, Event.objects.using(using).of_chain(chain).in_sequence()
    while page := list(events.filter(sequence__gt=last)[:CHUNK]):
        yield from page
        last = page[-1].sequence


def _fault(event: Event, sequence: int, previous: str) -> str:
    if event.sequence != sequence:
        return f"event {sequence} is missing"
    if event.previous != previous:
        return "it does not follow the event before it"
    if event.key_id != settings.AUDIT_KEY_ID:
        return f"it was sealed with key {event.key_id}, which is not at hand"
    if event.seal != seal(event.sealed_fields(), key=settings.AUDIT_KEY):
        return "it was changed after it was written"
    return ""
