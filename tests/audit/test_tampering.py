"""Single tamperings by chance, of somebody with the database's own rights: each is found.

`make tamper` tries 10,000 of them (SECURITY.md, "Figures to reach").
"""

import os
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F

from audit.models import ChainHead, Event, EventQuerySet, chain_of
from audit.sealing import FIRST_PREVIOUS, seal
from audit.selectors import Head, head_of, verify_chain
from audit.services import Happening, append_events
from database.triggers import all_triggers, remove
from tests.audit.speed import events_a_second, make_chain
from tests.builders import NOW
from tests.figures import keep
from tests.needs import is_required

TRIES = int(os.environ.get("REMIT_TAMPERINGS", "600" if is_required("whole") else "60"))
IS_CAMPAIGN = "REMIT_TAMPERINGS" in os.environ
EVENTS_A_SECOND = 20_000  # SECURITY.md
EVENTS = 100_000 if IS_CAMPAIGN else 2_000
LENGTH = 24
CHAIN, OTHER = chain_of(7), chain_of(8)
FORGED_KEY = "not the key of this installation"
AWAY = 10_000  # where rows stand while others change places

Chance = random.Random


@dataclass(frozen=True)
class Tampering:
    """Something that was done, and the first event that no longer holds."""

    said: str
    first: int


def rows(*sequences: int) -> EventQuerySet:
    """Return the events of the chain with these sequences."""
    return Event.objects.of_chain(CHAIN).filter(sequence__in=sequences)


def shift(by: int, *, beginning: int) -> None:
    """Move events along; in two steps, because a sequence stands only once."""
    moved = Event.objects.of_chain(CHAIN).filter(sequence__gte=beginning)
    moved.update(sequence=F("sequence") + AWAY)
    Event.objects.of_chain(CHAIN).filter(sequence__gte=AWAY).update(
        sequence=F("sequence") - AWAY + by
    )


def change_a_column(chance: Chance, place: int) -> Tampering:
    """Write another value into one column of one event."""
    event = rows(place).get()
    values: dict[str, Any] = {
        "at": event.at + timedelta(microseconds=chance.randint(1, 10**9)),
        "actor_id": chance.choice([None, 99]),
        "verb": event.verb + "x",
        "object_kind": "team",
        "object_id": event.object_id + "0",
        "old": {"coverage": chance.choice(["covered", None, 0])},
        "new": {**event.new, "note": event.new["note"] + chance.choice([" ", "é", "0"])},
        "batch": "0" * 32,
        "request_id": "forged",
        "key_id": "forged",
        "previous": "e" * 64,
        "seal": event.seal[:-1] + ("0" if event.seal[-1] != "0" else "1"),
        "sequence": AWAY,
        "chain": "organisation:9",
    }
    column = chance.choice(sorted(values))
    rows(place).update(**{column: values[column]})
    return Tampering(f"{column} of {place} changed", place)


def remove_one(_: Chance, place: int) -> Tampering:
    """Remove an event and leave the hole."""
    rows(place).delete()
    return Tampering(f"{place} removed", place)


def remove_one_and_close_up(_: Chance, place: int) -> Tampering:
    """Remove an event and number the later ones anew."""
    rows(place).delete()
    shift(-1, beginning=place + 1)
    return Tampering(f"{place} removed, the hole closed", place)


def insert_a_copy(chance: Chance, place: int) -> Tampering:
    """Put a copy of some event, of this chain or another one, between two others."""
    copied = chance.choice([CHAIN, OTHER])
    event = Event.objects.of_chain(copied).get(sequence=chance.randint(1, LENGTH))
    shift(1, beginning=place)
    event.pk, event.chain, event.sequence = None, CHAIN, place
    event.save(force_insert=True)
    # The copy of an event put right before it is that very event: the one after it is odd.
    is_itself = copied == CHAIN and rows(place + 1).get().seal == event.seal
    return Tampering(f"copy put at {place}", place + is_itself)


def swap(chance: Chance, place: int) -> Tampering:
    """Let two events change places."""
    other = chance.choice([each for each in range(1, LENGTH + 1) if each != place])
    rows(place).update(sequence=AWAY)
    rows(other).update(sequence=place)
    rows(AWAY).update(sequence=other)
    return Tampering(f"{place} and {other} swapped", min(place, other))


def cut_the_tail(_: Chance, place: int) -> Tampering:
    """Remove the last events, and set the head row to match: only a noted head shows it."""
    before = Event.objects.of_chain(CHAIN).filter(sequence=place - 1).first()
    Event.objects.of_chain(CHAIN).filter(sequence__gte=place).delete()
    ChainHead.objects.filter(pk=CHAIN).update(
        sequence=place - 1, seal=before.seal if before else FIRST_PREVIOUS
    )
    return Tampering(f"cut from {place} on", place)


def forge_from(_: Chance, place: int) -> Tampering:
    """Change an event and seal it and all later ones anew, with another key."""
    previous = None
    for event in Event.objects.of_chain(CHAIN).filter(sequence__gte=place).in_sequence():
        event.verb, event.previous = "forged", previous or event.previous
        previous = seal(event.sealed_fields(), key=FORGED_KEY)
        rows(event.sequence).update(verb="forged", previous=event.previous, seal=previous)
    ChainHead.objects.filter(pk=CHAIN).update(seal=previous or "")
    return Tampering(f"forged from {place} on", place)


def change_the_head(chance: Chance, place: int) -> Tampering:
    """Let the head row say something else."""
    changes: list[dict[str, Any]] = [
        {"sequence": place - 1},
        {"sequence": AWAY},
        {"seal": "f" * 64},
    ]
    value = chance.choice(changes)
    ChainHead.objects.filter(pk=CHAIN).update(**value)
    return Tampering(f"head changed: {value}", LENGTH + 1)


KINDS: list[Callable[[Chance, int], Tampering]] = [
    change_a_column,
    remove_one,
    remove_one_and_close_up,
    insert_a_copy,
    swap,
    cut_the_tail,
    forge_from,
    change_the_head,
]


def first_fault(noted: Head) -> int | None:
    """Return the first event that does not hold, against a head that was noted elsewhere."""
    found = verify_chain(CHAIN)
    if found.broken_at is not None:
        return found.broken_at
    if (found.events, found.head) != (noted.sequence, noted.seal):
        return found.events + 1
    return None


@pytest.mark.django_db
@pytest.mark.asvs("16.4.2")
def test_of_many_single_tamperings_none_goes_undetected_and_the_first_is_named() -> None:
    for organisation_id in (7, 8):
        for number in range(LENGTH // 2):
            write_two(organisation_id, number)
    noted, chance = head_of(CHAIN), random.Random(16)  # noqa: S311
    remove(connection, [each for each in all_triggers() if each.table.startswith("audit_")])

    missed = []
    for turn in range(TRIES):
        with transaction.atomic():
            done = KINDS[turn % len(KINDS)](chance, chance.randint(1, LENGTH))
            fault = first_fault(noted)
            transaction.set_rollback(True)
        if fault != done.first:
            missed.append((done, fault))

    assert missed == []
    assert first_fault(noted) is None
    if IS_CAMPAIGN:
        keep("make tamper", {"single changes, undetected": f"{TRIES}: 0"})


@pytest.mark.thorough
@pytest.mark.django_db
def test_a_long_chain_is_verified_fast() -> None:
    make_chain(7, EVENTS)

    fastest = max(events_a_second(7) for _ in range(3))

    assert fastest > 0
    if IS_CAMPAIGN:
        keep("make tamper", {"events verified by one process": f"{fastest:,.0f} a second"})
        assert fastest >= EVENTS_A_SECOND


def write_two(organisation_id: int, number: int) -> None:
    """Write two events as one batch."""
    happenings = [
        Happening("answered", "answer", str(number), new={"coverage": word, "note": f"é {number}"})
        for word in ("gap", "covered")
    ]
    with transaction.atomic():
        append_events(organisation_id=organisation_id, happenings=happenings, actor_id=3, at=NOW)
