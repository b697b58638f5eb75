"""Writing to the log."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from audit.context import request_id_is
from audit.models import INSTALLATION, ChainHead, Event, chain_of
from audit.selectors import verify_chain
from audit.services import ChainClosed, Happening, append_events, close_chain, new_batch
from tests.builders import NOW

pytestmark = pytest.mark.django_db


def _append(*, number: int = 1, organisation_id: int | None = 7, batch: str = "") -> str:
    happenings = [Happening("answered", "answer", str(each)) for each in range(number)]
    return append_events(
        organisation_id=organisation_id, happenings=happenings, actor_id=3, at=NOW, batch=batch
    )


def test_each_organisation_and_the_installation_have_their_own_sequence() -> None:
    _append(number=2)
    _append(organisation_id=8)
    _append(organisation_id=None)

    written = [(event.chain, event.sequence) for event in Event.objects.in_sequence()]

    assert written == [
        (INSTALLATION, 1),
        ("organisation:7", 1),
        ("organisation:7", 2),
        ("organisation:8", 1),
    ]


def test_events_written_together_are_one_batch() -> None:
    batch = _append(number=3)

    _append(number=2)

    assert Event.objects.of_batch(batch).count() == 3
    assert len(batch) == 32


def test_a_batch_can_be_named_beforehand() -> None:
    batch = new_batch()

    assert _append(batch=batch) == batch
    assert Event.objects.of_batch(batch).exists()


def test_no_happening_writes_nothing() -> None:
    batch = _append(number=0)

    assert batch
    assert not Event.objects.exists()
    assert not ChainHead.objects.exists()


@pytest.mark.asvs("16.2.1")
def test_an_event_knows_the_request_it_came_from() -> None:
    with request_id_is("abc123"):
        _append()
    _append()

    assert [event.request_id for event in Event.objects.in_sequence()] == ["abc123", ""]


def test_the_head_moves_with_the_last_event() -> None:
    _append(number=3)

    head, last = ChainHead.objects.get(), Event.objects.in_sequence().last()

    assert last is not None
    assert (head.sequence, head.seal) == (3, last.seal)
    assert str(head) == "organisation:7 at 3"
    assert str(last) == "organisation:7 3 answered answer 2"


@pytest.mark.parametrize("number", [1, 50])
def test_writing_takes_three_queries_whatever_the_number(
    number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _append()

    with django_assert_num_queries(3):
        _append(number=number)


def test_nothing_follows_a_closed_chain() -> None:
    _append()
    close_chain(organisation_id=7)

    with pytest.raises(ChainClosed):
        _append()

    assert Event.objects.of_chain(chain_of(7)).count() == 1


@pytest.mark.asvs("16.5.3")
@pytest.mark.django_db(transaction=True)
def test_an_event_outside_of_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        _append()

    assert not Event.objects.exists()


@pytest.mark.asvs("2.3.3")
@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_the_chain_as_it_was() -> None:
    with transaction.atomic():
        _append()

    with transaction.atomic():
        _append()
        transaction.set_rollback(True)

    assert Event.objects.count() == 1
    assert ChainHead.objects.get().sequence == 1


@pytest.mark.django_db(transaction=True)
def test_first_events_of_a_chain_that_come_at_once_follow_each_other() -> None:
    threads = 4
    start = Barrier(threads)

    def write(_: int) -> None:
        try:
            with transaction.atomic():
                # SQLite lets only one transaction begin; a server lets all of them come this far.
                if connection.vendor == "postgresql":
                    start.wait(timeout=10)
                _append()
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, range(threads)))

    sequences = (
        Event.objects.of_chain(chain_of(7)).in_sequence().values_list("sequence", flat=True)
    )
    assert list(sequences) == [1, 2, 3, 4]
    assert verify_chain(chain_of(7)).broken_at is None
