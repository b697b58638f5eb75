"""How a SQLite connection is opened (SECURITY.md, "SQLite"). Imported by settings: no Django."""

import sqlite3
from typing import Any

LOCK_WAIT_SECONDS = 20


def is_wal_safe(version: tuple[int, int, int]) -> bool:
    """Tell whether this SQLite release is free of the WAL-reset bug.

    Safe: 3.51.3 and later except 3.52.0, 3.50.7 and later of 3.50, 3.44.6 and later of 3.44.
    """
    if version[:2] == (3, 44):
        return version >= (3, 44, 6)
    if version[:2] == (3, 50):
        return version >= (3, 50, 7)
    return version >= (3, 51, 3) and version != (3, 52, 0)


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> str:
    """Return the journal mode this SQLite release can be trusted with."""
    return "WAL" if is_wal_safe(version) else "DELETE"


def pragmas() -> dict[str, str]:
    """Return the pragmas of every connection, name to value as SQLite prints it back."""
    return {
        "journal_mode": journal_mode().lower(),
        "synchronous": "2",  # FULL: NORMAL may lose the last commits when power fails
        "foreign_keys": "1",
        "recursive_triggers": "1",  # else INSERT OR REPLACE passes by append-only triggers
        "trusted_schema": "0",
    }


def sqlite_options() -> dict[str, Any]:
    """Return the OPTIONS of a SQLite entry in DATABASES."""
    commands = [f"PRAGMA {name}={value}" for name, value in pragmas().items()]
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_WAIT_SECONDS,
        "init_command": ";".join(commands) + ";",
    }
