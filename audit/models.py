"""Events and the heads of their chains.

Rows name people and things by id and hold no foreign key, so that nothing deleted elsewhere can
null or cascade into the log. Names of people are looked up beside the chain.
"""

from datetime import UTC
from functools import cache
from operator import attrgetter
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef

from database.fields import JSONField

INSTALLATION = "installation"


def chain_of(organisation_id: int | None) -> str:
    """Return the name of an organisation's chain, or of the installation's own for None."""
    return INSTALLATION if organisation_id is None else f"organisation:{organisation_id}"


class EventQuerySet(models.QuerySet["Event"]):
    """The vocabulary of reading the log."""

    def of_chain(self, chain: str) -> Self:
        """Keep the events of one chain."""
        return self.filter(chain=chain)

    def of_batch(self, batch: str) -> Self:
        """Keep the events written by one action."""
        return self.filter(batch=batch)

    def about(self, kind: str, *ids: str) -> Self:
        """Keep what happened to things of one kind, by id."""
        return self.filter(object_kind=kind, object_id__in=ids)

    def ending_batches(self) -> Self:
        """Keep the last event of each batch among these: one for each action."""
        later = self.filter(batch=OuterRef("batch"), sequence__gt=OuterRef("sequence"))
        return self.filter(~Exists(later))

    def in_sequence(self) -> Self:
        """Order as written."""
        return self.order_by("chain", "sequence")

    def latest_first(self) -> Self:
        """Order within a chain, from its head backwards."""
        return self.order_by("-sequence")


class Event(models.Model):
    """One thing that happened. Never changed, never deleted: triggers refuse it."""

    chain = models.CharField(max_length=64)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    verb = models.CharField(max_length=64)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    old = JSONField(default=dict)
    new = JSONField(default=dict)
    batch = models.CharField(max_length=32)
    request_id = models.CharField(max_length=32, blank=True)
    key_id = models.CharField(max_length=32)
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="event_sequence_once")
        ]
        indexes = [
            # Whether a batch goes on after an event is one look, however long it is.
            models.Index(fields=["chain", "batch", "sequence"], name="event_by_chain_and_batch"),
            models.Index(fields=["chain", "object_kind", "object_id"], name="event_by_object"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence} {self.verb} {self.object_kind} {self.object_id}"

    def sealed_fields(self) -> dict[str, Any]:
        """Return what the seal covers: every field but the seal and the row id."""
        values = dict(zip(_sealed_names(), _sealed_values()(self), strict=True))
        values["at"] = self.at.astimezone(UTC).isoformat(timespec="microseconds")
        return values


@cache
def _sealed_names() -> tuple[str, ...]:
    names = (field.attname for field in Event._meta.concrete_fields)
    return tuple(name for name in names if name not in {"id", "seal"})


@cache
def _sealed_values() -> "attrgetter[tuple[Any, ...]]":
    """Return what reads them all at once: a verification does it for millions of events."""
    return attrgetter(*_sealed_names())


class ChainHead(models.Model):
    """The last sequence and seal of a chain. Locked last by every change (lock order)."""

    chain = models.CharField(max_length=64, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    seal = models.CharField(max_length=64)
    is_closed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.chain} at {self.sequence}"
