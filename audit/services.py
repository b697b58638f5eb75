"""Writing to the log, always inside the transaction of the change itself."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from audit.context import current_request_id
from audit.models import ChainHead, Event, chain_of
from audit.sealing import FIRST_PREVIOUS, seal


class ChainClosed(Exception):
    """The chain ended with the deletion of its organisation; nothing can follow."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event to write: what was done, to which thing, and its values before and after.

    Values are JSON scalars; dates as ISO 8601 text, things as ids.
    """

    verb: str
    object_kind: str
    object_id: str
    old: Mapping[str, Any] = field(default_factory=dict)
    new: Mapping[str, Any] = field(default_factory=dict)


def new_batch() -> str:
    """Return an id for one action: 32 hexadecimal digits."""
    return uuid.uuid4().hex


def append_events(
    *,
    organisation_id: int | None,
    happenings: Sequence[Happening],
    actor_id: int | None,
    at: datetime,
    batch: str = "",
) -> str:
    """Write `happenings` as one batch at the end of the chain and return the batch id.

    Three queries whatever the number of events: lock the head, insert, move the head. Must run
    inside the transaction of the change it tells of, and as its last step (lock order). Raises
    `ChainClosed` when the organisation is gone, and `TransactionManagementError` outside of a
    transaction.
    """
    batch = batch or new_batch()
    if not happenings:
        return batch
    chain = chain_of(organisation_id)
    head = _locked_head(chain)
    previous, events = head.seal, []
    for sequence, happening in enumerate(happenings, start=head.sequence + 1):
        event = Event(
            chain=chain,
            sequence=sequence,
            at=at,
            actor_id=actor_id,
            verb=happening.verb,
            object_kind=happening.object_kind,
            object_id=happening.object_id,
            old=dict(happening.old),
            new=dict(happening.new),
            batch=batch,
            request_id=current_request_id(),
            key_id=settings.AUDIT_KEY_ID,
            previous=previous,
        )
        event.seal = previous = seal(event.sealed_fields(), key=settings.AUDIT_KEY)
        events.append(event)
    Event.objects.bulk_create(events)
    ChainHead.objects.filter(pk=chain).update(sequence=events[-1].sequence, seal=previous)
    return batch


def close_chain(*, organisation_id: int) -> None:
    """End the chain of an organisation that was deleted: nothing can be appended any more."""
    ChainHead.objects.filter(pk=chain_of(organisation_id)).update(is_closed=True)


def _locked_head(chain: str) -> ChainHead:
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("an event belongs to a transaction")
    head, _ = ChainHead.objects.select_for_update().get_or_create(
        chain=chain, defaults={"seal": FIRST_PREVIOUS}
    )
    if head.is_closed:
        raise ChainClosed(chain)
    return head
