"""Reading the log, and verifying it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings

from audit.models import ChainHead, Event
from audit.sealing import FIRST_PREVIOUS, seal

CHUNK = 2_000


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

    @property
    def short_seal(self) -> str:
        """Return the first 12 digits: enough to recognise it, short enough to write down."""
        return self.seal[:12]


def head_of(chain: str) -> Head:
    """Return the head of a chain as it is noted beside the events. One query."""
    sequence, noted = _head(chain)
    return Head(max(sequence, 0), noted)


def verify_chains() -> list[Verification]:
    """Verify every chain that has a head or an event."""
    named = set(ChainHead.objects.values_list("chain", flat=True))
    named |= set(Event.objects.values_list("chain", flat=True).distinct())
    return [verify_chain(chain) for chain in sorted(named)]


def verify_chain(chain: str) -> Verification:
    """Read one chain and stop at the first event that does not hold.

    Finds changed, removed, inserted and reordered events, and a cut tail against the head row.
    A head row cut together with its tail is only found against a head noted outside. May run
    beside writers: what they append meanwhile is verified or left for the next time.
    """
    noted = _head(chain)
    previous, sequence = FIRST_PREVIOUS, 0
    has_met_head = noted == (sequence, previous)
    for event in _by_pages(chain):
        sequence += 1
        reason = _fault(event, sequence, previous)
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


def _by_pages(chain: str) -> Iterator[Event]:
    """Yield the events in sequence, with no cursor held open: on SQLite it would stop writers."""
    last, events = -1, Event.objects.of_chain(chain).in_sequence()
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
