"""Verifying a chain: what was written holds, whatever was done to it since does not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from audit import selectors
from audit.models import ChainHead, Event, chain_of
from audit.selectors import verify_chain, verify_chains
from audit.services import Happening, append_events, close_chain
from database.triggers import all_triggers, install, remove
from tests.builders import NOW

pytestmark = pytest.mark.django_db
CHAIN = chain_of(7)
SEALED = sorted({field.attname for field in Event._meta.concrete_fields} - {"id", "chain"})
# One value of each column that differs from what the chain below holds.
OTHER: dict[str, Any] = {
    "actor_id": None,
    "at": NOW + timedelta(microseconds=1),
    "batch": "0" * 32,
    "key_id": "2",
    "new": {"coverage": "gap"},
    "object_id": "43",
    "object_kind": "team",
    "old": {"coverage": None},
    "previous": "e" * 64,
    "request_id": "forged",
    "seal": "f" * 64,
    "sequence": 99,
    "verb": "reviewed",
}


def _append(number: int = 1, *, organisation_id: int = 7) -> None:
    happening = Happening("answered", "answer", "42", new={"coverage": "covered", "note": "é ’"})
    with transaction.atomic():
        append_events(
            organisation_id=organisation_id,
            happenings=[happening] * number,
            actor_id=3,
            at=NOW,
        )


@pytest.fixture
def tamper() -> Callable[[Callable[[], object]], None]:
    """Return a function that does what only somebody with the database's own rights could."""

    def unguarded(change: Callable[[], object]) -> None:
        triggers = [each for each in all_triggers() if each.table.startswith("audit_")]
        remove(connection, triggers)
        change()
        install(connection, triggers)

    return unguarded


Tamper = Callable[[Callable[[], object]], None]


def _event(sequence: int) -> Any:
    return Event.objects.of_chain(CHAIN).filter(sequence=sequence)


def test_an_honest_chain_holds() -> None:
    _append(5)

    found = verify_chain(CHAIN)

    assert (found.events, found.broken_at, found.reason) == (5, None, "")
    assert found.head == ChainHead.objects.get().seal


def test_a_closed_chain_holds() -> None:
    _append(2)
    close_chain(organisation_id=7)

    assert verify_chain(CHAIN).broken_at is None


def test_a_chain_longer_than_a_page_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selectors, "CHUNK", 3)
    _append(10)

    assert verify_chain(CHAIN).events == 10


def test_every_chain_is_verified() -> None:
    _append(2)
    _append(1, organisation_id=8)

    assert [(each.chain, each.events) for each in verify_chains()] == [
        ("organisation:7", 2),
        ("organisation:8", 1),
    ]


def test_the_table_of_changes_names_every_column() -> None:
    assert sorted(OTHER) == SEALED


@pytest.mark.asvs("16.4.2")
@pytest.mark.parametrize("column", SEALED)
@pytest.mark.parametrize("sequence", [1, 2, 3], ids=["first", "middle", "last"])
def test_a_changed_column_is_found(column: str, sequence: int, tamper: Tamper) -> None:
    _append(3)

    tamper(lambda: _event(sequence).update(**{column: OTHER[column]}))

    assert verify_chain(CHAIN).broken_at in {sequence, sequence + 1}


def test_an_event_moved_to_another_chain_is_found(tamper: Tamper) -> None:
    _append(2)

    tamper(lambda: _event(2).update(chain=chain_of(8), sequence=1))

    assert all(each.broken_at is not None for each in verify_chains())


@pytest.mark.parametrize("sequence", [1, 2, 3, 4], ids=["first", "second", "third", "last"])
def test_a_removed_event_is_found(sequence: int, tamper: Tamper) -> None:
    _append(4)

    tamper(lambda: _event(sequence).delete())

    assert verify_chain(CHAIN).broken_at == sequence


def test_a_cut_tail_is_found_by_the_head(tamper: Tamper) -> None:
    _append(4)

    tamper(lambda: Event.objects.filter(sequence__gt=2).delete())

    found = verify_chain(CHAIN)
    assert (found.broken_at, found.reason) == (
        3,
        "the chain does not end where its head says",
    )


def test_a_removed_event_is_found_when_the_rest_is_numbered_again(tamper: Tamper) -> None:
    _append(4)

    def close_up() -> None:
        _event(2).delete()
        _event(3).update(sequence=2)
        _event(4).update(sequence=3)
        ChainHead.objects.update(sequence=3)

    tamper(close_up)

    assert verify_chain(CHAIN).broken_at == 2


def test_an_inserted_event_is_found(tamper: Tamper) -> None:
    _append(3)

    def insert() -> None:
        copy = _event(3).get()
        copy.pk, copy.sequence, copy.previous = None, 4, copy.seal
        copy.save(force_insert=True)
        ChainHead.objects.update(sequence=4, seal=copy.seal)

    tamper(insert)

    assert verify_chain(CHAIN).broken_at == 4


def test_swapped_events_are_found(tamper: Tamper) -> None:
    _append(3)

    def swap() -> None:
        _event(1).update(sequence=9)
        _event(2).update(sequence=1)
        _event(9).update(sequence=2)

    tamper(swap)

    assert verify_chain(CHAIN).broken_at == 1


def test_events_past_the_head_are_found(tamper: Tamper) -> None:
    _append(2)
    before = ChainHead.objects.values("sequence", "seal").get()
    _append(2)

    tamper(lambda: ChainHead.objects.update(**before))

    assert verify_chain(CHAIN).broken_at == 5


def test_a_chain_without_head_is_found(tamper: Tamper) -> None:
    _append(2)

    tamper(lambda: ChainHead.objects.all().delete())

    assert [each.broken_at for each in verify_chains()] == [3]


def test_another_key_is_named(settings: Any) -> None:
    _append()
    settings.AUDIT_KEY_ID = "2"

    assert verify_chain(CHAIN).reason == "it was sealed with key 1, which is not at hand"


def test_a_lost_key_is_found(settings: Any) -> None:
    _append()
    settings.AUDIT_KEY = "another"

    assert verify_chain(CHAIN).broken_at == 1


def test_what_is_appended_while_verifying_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    _append(4)
    monkeypatch.setattr(selectors, "CHUNK", 2)
    read, noted = selectors._head, []

    def head_while_somebody_writes(chain: str) -> tuple[int, str]:
        noted.append(read(chain))
        _append(3)
        return noted[-1]

    monkeypatch.setattr(selectors, "_head", head_while_somebody_writes)

    found = verify_chain(CHAIN)

    assert noted[0][0] == 4
    assert (found.events, found.broken_at) == (7, None)


def test_verifying_reads_by_pages(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(selectors, "CHUNK", 5)
    _append(10)

    with django_assert_num_queries(5):  # the head twice, two pages, and nothing after them
        verify_chain(CHAIN)
