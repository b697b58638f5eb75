"""What a backup or a restore says when a disk or the database refuses, and what it leaves."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from resource import RLIMIT_FSIZE, getrlimit, setrlimit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from assessments.models import Answer
from audit.models import Event
from backups.services import back_up
from tests.backups.backing import make_empty, make_filled
from tests.builders import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]


@contextmanager
def no_room() -> Iterator[None]:
    """Have no file of this process grow beyond 512 bytes, as on a disk that is full."""
    soft, hard = getrlimit(RLIMIT_FSIZE)
    setrlimit(RLIMIT_FSIZE, (512, hard))
    try:
        yield
    finally:
        setrlimit(RLIMIT_FSIZE, (soft, hard))


@contextmanager
def nothing_taken() -> Iterator[None]:
    """Have a database that can only be read, as a disk that is read-only makes it."""
    words = {
        "sqlite": ("PRAGMA query_only = on", "PRAGMA query_only = off"),
        "postgresql": (
            "SET default_transaction_read_only = on",
            "SET default_transaction_read_only = off",
        ),
    }
    on, off = words[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


def test_a_backup_that_finds_no_room_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    make_filled()

    with no_room(), pytest.raises(CommandError, match=r"^Nothing was backed up\. "):
        call_command("backup", tmp_path / "backup")

    assert [*tmp_path.glob("backup*")] == []


def test_a_backup_where_nothing_can_be_put_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(CommandError, match=r"^Nothing was backed up\. .*Not a directory"):
        call_command("backup", tmp_path / "file" / "backup")

    assert [each.name for each in tmp_path.glob("*file*")] == ["file"]


def test_a_restore_into_a_database_that_takes_nothing_says_so(tmp_path: Path) -> None:
    make_filled()
    back_up(tmp_path / "backup", at=NOW)
    make_empty()

    with nothing_taken(), pytest.raises(CommandError, match=r"^Nothing was restored\. "):
        call_command("restore", tmp_path / "backup")

    assert not Answer.objects.exists()


@pytest.mark.parametrize("name", ["database/audit_event.jsonl.gz", "vault"])
def test_a_restore_of_a_backup_that_is_not_whole_says_so(tmp_path: Path, name: str) -> None:
    make_filled()
    back_up(tmp_path / "backup", at=NOW)
    make_empty()

    (tmp_path / "backup" / name).rename(tmp_path / "away")

    with pytest.raises(CommandError, match=r"^Nothing was restored\. "):
        call_command("restore", tmp_path / "backup")
    assert not Event.objects.exists()
