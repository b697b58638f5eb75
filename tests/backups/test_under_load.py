"""A backup made while people write is of one moment; killed half-way, nothing half is left."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from secrets import token_hex
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep

import pytest
from django.db import connection

from accounts.models import Membership
from assessments.models import Answer, Assessment
from audit.models import Event
from audit.selectors import verify_chains
from backups.manifest import Manifest
from backups.services import back_up, restore
from evidence.models import Evidence
from evidence.vault import digest_at
from tests.backups.backing import make_answered, make_empty, make_filled, vault
from tests.builders import NOW, make_answers
from tests.figures import keep
from tests.processes import environment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]
WRITERS = 3
# How many times a backup is made and restored under load (`make backups`).
TURNS = int(os.environ.get("REMIT_BACKUPS", "1"))
# How many answers there are before, each with its event in the log.
ROWS = int(os.environ.get("REMIT_BACKUP_ROWS", "0"))


def write_until(stop: Flag, assessment: Assessment, by: Membership, written: list[str]) -> None:
    """Change a row again and again until told to stop, on a connection of its own."""
    try:
        while not stop.is_set():
            note = token_hex(4)
            if make_answers(assessment, {"note": note}, by=by).saved:
                written.append(note)
    finally:
        connection.close()


def test_a_backup_under_load_is_of_one_moment_and_holds_all_that_was_said_before(
    tmp_path: Path,
) -> None:
    manager, assessment = make_filled()
    make_answered(ROWS, by=manager)

    restored = [
        backed_up_under_load(tmp_path / f"backup-{turn}", assessment, manager)
        for turn in range(TURNS)
    ]

    if TURNS > 1:
        rows = sum(table.rows for each in restored for table in each.tables.values())
        files = sum(len(each.vault) for each in restored)
        figure = f"{TURNS} of {TURNS} backups, {rows:,} rows and {files:,} files"
        keep("make backups", {"rows and files equal by hash after a restore": figure})


def revisions() -> dict[str, int]:
    """Return how many times each answer was changed, by its key."""
    found = Answer.objects.values_list("key", "revision")
    return {str(key): revision - 1 for key, revision in found}


def backed_up_under_load(folder: Path, assessment: Assessment, by: Membership) -> Manifest:
    """Back up while people write, restore, and compare; `restore` compares tables by hash."""
    begun, stop, written = sum(revisions().values()), Flag(), list[str]()
    writers = [
        Thread(target=write_until, args=(stop, assessment, by, written)) for _ in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    while len(written) < WRITERS * 3:
        sleep(0.05)

    before = len(written)
    back_up(folder, at=NOW)
    after = len(written)
    stop.set()
    for writer in writers:
        writer.join()
    make_empty()
    manifest = restore(folder, at=NOW)

    told = Counter(Event.objects.filter(verb="answer-changed").values_list("object_id", flat=True))
    rows = revisions()
    assert {key: told[key] for key in rows} == rows  # rows and log are of the same moment
    assert before <= sum(rows.values()) - begun <= after + WRITERS
    assert [each for each in verify_chains() if each.broken_at is not None] == []
    assert [name for name in manifest.vault if digest_at(name) != name.rpartition("/")[2]] == []
    return manifest


def command(*words: str) -> "subprocess.Popen[bytes]":
    """Start a command of manage.py on the database and the vault of the tests."""
    return subprocess.Popen(  # noqa: S603  # our own command
        [sys.executable, "manage.py", *words],
        env=environment() | {"VAULT_FOLDER": str(vault())},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@pytest.mark.parametrize("seconds", [2.0, 3.0, 4.0])
def test_a_backup_that_is_killed_is_whole_or_not_there(tmp_path: Path, seconds: float) -> None:
    make_filled()
    folder = tmp_path / "backup"

    running = command("backup", str(folder))
    sleep(seconds)
    running.send_signal(signal.SIGKILL)
    running.wait()

    if not folder.exists():
        back_up(folder, at=NOW)
    make_empty()
    restore(folder, at=NOW)
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("share", [0.5, 0.7, 0.9])
def test_a_restore_that_is_killed_leaves_nothing_half(tmp_path: Path, share: float) -> None:
    manager, assessment = make_filled()
    for number in range(40):
        make_answers(assessment, {"note": f"n{number}"}, by=manager)
    back_up(tmp_path / "backup", at=NOW)
    expected = Answer.objects.count()
    make_empty()
    begun = monotonic()
    running = command("restore", str(tmp_path / "backup"))
    running.wait()
    whole = monotonic() - begun
    make_empty()

    running = command("restore", str(tmp_path / "backup"))
    sleep(whole * share)
    running.send_signal(signal.SIGKILL)
    running.wait()

    number = Answer.objects.count()
    assert number in {0, expected}
    if not number:
        restore(tmp_path / "backup", at=NOW)
    assert Answer.objects.count() == expected
    assert [each for each in verify_chains() if each.broken_at is not None] == []
