"""System checks of a live connection (`manage.py check --database default`)."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Info, Warning
from django.db import connections

from database.connections import journal_mode, pragmas
from database.triggers import all_triggers, names_in_place


def connection_rules(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Compare the pragmas in force with the rules, and say which journal mode and why."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        with connection.cursor() as cursor:
            for name, expected in pragmas().items():
                found = str(cursor.execute(f"PRAGMA {name}").fetchone()[0])
                if found not in {expected, "memory"}:
                    text = f"SQLite runs with {name}={found}, expected {expected}."
                    messages.append(Error(text, id="database.E001"))
        if journal_mode() == "DELETE":
            text = f"SQLite {sqlite3.sqlite_version} has the WAL-reset bug: journal mode DELETE."
            messages.append(Info(text, id="database.I001"))
    return messages


def triggers_are_in_place(
    *, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Find triggers that are gone from a table that is there.

    A warning, because an error would stop the very `migrate` that mends it.
    """
    messages: list[CheckMessage] = []
    for alias in databases or ():
        connection = connections[alias]
        tables = set(connection.introspection.table_names())
        expected = {trigger.name for trigger in all_triggers() if trigger.table in tables}
        for name in sorted(expected - names_in_place(connection)):
            hint = "Run manage.py migrate, which creates it again."
            messages.append(Warning(f"Trigger {name} is missing.", hint=hint, id="database.W002"))
    return messages
