"""The database goes and comes, is cut off, is held by another, or refuses an event."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http import HTTPStatus
from time import monotonic
from typing import Any

import pytest

from tests.faults.installation import (
    AGAIN_SECONDS,
    Installation,
    wait_until,
)
from tests.faults.noting import note

pytestmark = pytest.mark.thorough

UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
WAITING = "FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
Statement = Callable[[str], list[list[Any]]]


@contextmanager
def down(made: Installation) -> Iterator[None]:
    """Have no database while the block runs."""
    if made.cluster:
        made.cluster.stop()
        yield
        made.cluster.start()
        return
    file = made.disk.seen(made.disk.folder / "database")
    (file / "remit.sqlite3").rename(file / "away.sqlite3")
    (file / "remit.sqlite3").mkdir()  # else SQLite would make a new one
    yield
    (file / "remit.sqlite3").rmdir()
    (file / "away.sqlite3").rename(file / "remit.sqlite3")


@contextmanager
def held(made: Installation) -> Iterator[Statement]:
    """Hold what every change of answers needs, while the block runs."""
    with made.database() as done:
        done("BEGIN" if made.cluster else "BEGIN IMMEDIATE")
        done("UPDATE assessments_assessment SET id = id")
        yield done
        done("ROLLBACK")


@contextmanager
def events_refused(made: Installation) -> Iterator[None]:
    """Have a log that takes no event while the block runs."""
    if made.cluster:
        refuse = "ALTER TABLE audit_event ADD CONSTRAINT refused CHECK (false) NOT VALID"
        take = "ALTER TABLE audit_event DROP CONSTRAINT refused"
    else:
        raised = "SELECT RAISE(ABORT, 'refused')"
        refuse = f"CREATE TRIGGER refused BEFORE INSERT ON audit_event BEGIN {raised}; END"
        take = "DROP TRIGGER refused"
    made.query(refuse)
    yield
    made.query(take)


def test_a_database_that_is_down_is_said_and_found_again(served: Installation) -> None:
    served.answer()

    with down(served):
        refused = served.answer()
        page = served.get(served.base)
        # Whoever watches has no session.
        alive, ready = (served.send("GET", each, Cookie="") for each in ("/healthz", "/readyz"))
        command = served.manage("recount")
    begun = monotonic()
    wait_until(lambda: served.get("/readyz").status == HTTPStatus.OK)
    seconds = max(served.works_again(), monotonic() - begun)

    assert refused.status == page.status == ready.status == UNAVAILABLE
    assert page.sentence == "The database cannot be reached"
    assert page.headers["Retry-After"] == "5"
    assert alive.status == HTTPStatus.OK
    assert command.returncode == 75
    assert command.stderr.startswith("The database cannot be reached. ")
    assert len(command.stderr.splitlines()) == 1
    assert served.lost() == []
    assert seconds < AGAIN_SECONDS
    note("database down and back", page, seconds, engine=served.engine)


@pytest.mark.postgresql
def test_a_connection_that_is_cut_in_a_transaction_leaves_nothing_of_it(
    served: Installation,
) -> None:
    served.answer()

    with held(served) as holder, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(served.answer)
        wait_until(lambda: holder(f"SELECT count(*) {WAITING}") != [[0]])
        holder(f"SELECT pg_terminate_backend(pid) {WAITING}")
        refused = waiting.result()
    seconds = served.works_again()

    assert refused.status == UNAVAILABLE
    assert refused.sentence.startswith("The database cannot be reached. What you sent was not")
    assert served.lost() == []
    assert seconds < AGAIN_SECONDS
    note("connection cut in a transaction", refused, seconds, engine=served.engine)


def test_a_lock_that_is_held_for_long_is_said_and_holds_up_nobody_later(
    served: Installation,
) -> None:
    served.answer()

    with held(served):
        refused = served.answer()
        page = served.get(served.base)
    seconds = served.works_again()

    assert refused.status == UNAVAILABLE
    assert refused.sentence.startswith("Somebody else has been writing for long. Nothing of what")
    assert page.status == HTTPStatus.OK
    assert served.lost() == []
    assert seconds < AGAIN_SECONDS
    note("lock wait", refused, seconds, engine=served.engine)


def test_a_change_whose_event_cannot_be_written_is_not_made(served: Installation) -> None:
    served.answer()

    with events_refused(served):
        refused = served.answer()
        again = served.answer(2)
        page = served.get(served.base)
    seconds = served.works_again()

    assert {refused.status, again.status} == {HTTPStatus.INTERNAL_SERVER_ERROR}
    assert refused.sentence == "The server failed on this request"
    assert "Nothing was saved by this request." in refused.text
    assert page.status == HTTPStatus.OK
    assert served.lost() == []
    note("audit insert failing", refused, seconds, engine=served.engine)
