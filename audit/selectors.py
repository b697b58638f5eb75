"""Reading the log, and verifying it."""

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


def verify_chains() -> list[Verification]:
    """Verify every chain that has a head or an event."""
    named = set(ChainHead.objects.values_list("chain", flat=True))
    named |= set(Event.objects.values_list("chain", flat=True).distinct())
    return [verify_chain(chain) for chain in sorted(named)]


def verify_chain(chain: str) -> Verification:
    """Read one chain and stop at the first event that does not hold.

    Finds changed, removed, inserted and reordered events, and a cut tail against the head row.
    A head row cut together with its tail is only found against a head noted outside.
    """
    previous, sequence = FIRST_PREVIOUS, 0
    for event in Event.objects.of_chain(chain).in_sequence().iterator(chunk_size=CHUNK):
        sequence += 1
        reason = _fault(event, sequence, previous)
        if reason:
            return Verification(chain, sequence - 1, previous, sequence, reason)
        previous = event.seal
    head = ChainHead.objects.filter(pk=chain).first()
    if head is None or (head.sequence, head.seal) != (sequence, previous):
        reason = "the chain does not end where its head says"
        return Verification(chain, sequence, previous, sequence + 1, reason)
    return Verification(chain, sequence, previous)


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
