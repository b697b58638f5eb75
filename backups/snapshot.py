"""One moment of the database, to be read while people go on writing."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections, transaction

ALIAS: Final = "snapshot"


@contextmanager
def snapshot(folder: Path) -> Iterator[str]:
    """Give the alias of a connection on which the database stands still.

    On PostgreSQL a transaction that sees one moment and locks nobody out. On SQLite a copy in
    `folder`, taken by SQLite's own backup: a long reader would stop those who write. Raises the
    database's `Error`.
    """
    still = connections[DEFAULT_DB_ALIAS].copy()
    copy = folder / "snapshot.sqlite3"
    if still.vendor == "sqlite":
        with still.wrap_database_errors:
            _copy(Path(str(still.settings_dict["NAME"])), copy)
        still.settings_dict["NAME"] = copy
    connections[ALIAS] = still
    try:
        with transaction.atomic(using=ALIAS):
            if still.vendor == "postgresql":
                with still.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    cursor.execute("SET LOCAL statement_timeout = 0")
                    cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
            yield ALIAS
    finally:
        still.close()
        del connections[ALIAS]
        copy.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    # In one go: page by page it would begin again with every change.
    with (
        sqlite3.connect(source, timeout=60) as reading,
        sqlite3.connect(target) as writing,
    ):
        reading.backup(writing)
    reading.close()
    writing.close()
