"""The disk is full, or can only be read: of the database, of the vault."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

import pytest

from tests.faults.installation import AGAIN_SECONDS, Installation, Reply, wait_until
from tests.faults.noting import note

pytestmark = pytest.mark.thorough

MUCH = b"x" * 4_000_000
UNAVAILABLE = HTTPStatus.SERVICE_UNAVAILABLE
CUT_ALL = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE pid <> pg_backend_pid() AND datname IS NOT NULL"
)


def refused_at_last(made: Installation) -> Reply:
    """Answer until it is refused: PostgreSQL has some room of its own."""
    for _ in range(400):
        reply = made.answer()
        if reply.status != HTTPStatus.OK:
            return reply
    raise AssertionError("nothing was refused")


def uploaded(made: Installation) -> int:
    """Return how many proofs are stored."""
    ((number,),) = made.query("SELECT count(*) FROM evidence_evidence")
    return int(number)


@contextmanager
def standby(made: Installation) -> Iterator[None]:
    """Have a database that takes no change while the block runs."""
    setting = "default_transaction_read_only"
    with made.database() as done:
        done(f"ALTER DATABASE postgres SET {setting} = on")
        done(CUT_ALL)
        yield
        done(f"ALTER DATABASE postgres RESET {setting}")
        done(CUT_ALL)


def test_a_full_disk_of_the_database_loses_nothing_that_was_acknowledged(
    on_disks: Installation,
) -> None:
    on_disks.answer()

    with on_disks.disk.full("database"):
        refused = refused_at_last(on_disks)
        page = on_disks.get(on_disks.base)
    if on_disks.cluster and not on_disks.cluster.is_up:
        on_disks.cluster.start()  # it ends itself rather than lose its log
    seconds = on_disks.works_again()

    assert refused.status == UNAVAILABLE
    assert refused.sentence.startswith(("The disk is full.", "The database cannot be reached."))
    assert page.status in {HTTPStatus.OK, UNAVAILABLE}
    assert on_disks.lost() == []
    assert seconds < AGAIN_SECONDS
    note("disk full, database", refused, seconds, engine=on_disks.engine)


def test_a_full_disk_of_the_vault_takes_no_file_and_leaves_no_half_one(
    on_disks: Installation,
) -> None:
    before = uploaded(on_disks)

    with on_disks.disk.full("vault"):
        refused = on_disks.upload(MUCH)
        meanwhile = on_disks.answer()
        readiness = on_disks.get("/readyz")
    seconds = on_disks.works_again()
    taken = on_disks.upload(MUCH + b"y")

    assert (refused.status, refused.sentence) == (UNAVAILABLE, "The disk is full")
    assert "Nothing of what you sent was kept." in refused.text
    assert meanwhile.status == HTTPStatus.OK
    assert '"storage": "failing"' in readiness.text
    assert taken.status == HTTPStatus.FOUND
    assert uploaded(on_disks) == before + 1
    incoming = on_disks.disk.seen(on_disks.disk.folder / "vault") / "incoming"
    wait_until(lambda: not list(incoming.iterdir()))
    note("disk full, vault", refused, seconds, engine=on_disks.engine)


@pytest.mark.sqlite
def test_a_disk_that_can_only_be_read_is_read(on_disks: Installation) -> None:
    on_disks.answer()

    with on_disks.disk.read_only("database"):
        refused = on_disks.answer()
        page = on_disks.get(on_disks.base)
    seconds = on_disks.works_again()

    assert refused.status == UNAVAILABLE
    assert refused.sentence.startswith("Nothing can be written.")
    assert page.status == HTTPStatus.OK
    assert on_disks.lost() == []
    note("read-only disk, database", refused, seconds, engine=on_disks.engine)


@pytest.mark.postgresql
def test_a_database_that_can_only_be_read_is_read(served: Installation) -> None:
    served.answer()

    with standby(served):
        refused = served.answer()
        page = served.get(served.base)
    seconds = served.works_again()

    assert refused.status == UNAVAILABLE
    assert refused.sentence.startswith("Nothing can be written.")
    assert page.status == HTTPStatus.OK
    assert served.lost() == []
    note("read-only database", refused, seconds, engine=served.engine)


def test_a_vault_that_can_only_be_read_takes_no_file(on_disks: Installation) -> None:
    with on_disks.disk.read_only("vault"):
        refused = on_disks.upload(b"Seen on site.")
        meanwhile = on_disks.answer()
    seconds = on_disks.works_again()
    taken = on_disks.upload(b"Seen on site again.")

    assert (refused.status, refused.sentence) == (UNAVAILABLE, "Nothing can be written")
    assert meanwhile.status == HTTPStatus.OK
    assert taken.status == HTTPStatus.FOUND
    note("read-only disk, vault", refused, seconds, engine=on_disks.engine)
