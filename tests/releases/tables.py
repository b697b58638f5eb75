"""Rows of a database that was kept: read from its file, and written to another engine."""

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction

from database.triggers import all_triggers, install, remove

# Made by `migrate` itself, or not by Django.
_MADE: Final = ("django_migrations", "django_content_type", "auth_permission", "sqlite_")
_PAGE: Final = 200


def applied(file: Path) -> dict[str, str]:
    """Return the last migration of each app that a kept database has had."""
    with sqlite3.connect(file) as kept:
        rows = kept.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return dict(rows)


def empty_tables(file: Path) -> set[str]:
    """Return the tables of a kept database that have no row."""
    with sqlite3.connect(file) as kept:
        return {each for each in _tables(kept) if not _count(kept, each)}


def _count(kept: sqlite3.Connection, table: str) -> int:
    return int(kept.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])


def _tables(kept: sqlite3.Connection) -> list[str]:
    names = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [name for (name,) in names if not name.startswith(_MADE)]


def load(file: Path) -> None:
    """Fill the tables of the engine at hand, made by the same migrations, with those of a file.

    Triggers judge changes, and these rows passed them once: they are installed again at the end,
    as a restore does it.
    """
    booleans = _booleans()
    with sqlite3.connect(file) as kept, transaction.atomic():
        remove(connection, all_triggers())
        for table in _tables(kept):
            found = kept.execute(f'SELECT * FROM "{table}"')
            columns = [each[0] for each in found.description]
            _insert(table, columns, found, [(table, name) in booleans for name in columns])
        _count_on()
        connection.check_constraints()
        install(connection, all_triggers())


def _insert(
    table: str, columns: list[str], rows: sqlite3.Cursor, is_boolean: Sequence[bool]
) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{table}"')
        for page in _pages(rows):
            values = [
                [_value(*pair) for pair in zip(row, is_boolean, strict=True)] for row in page
            ]
            cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)


def _pages(rows: sqlite3.Cursor) -> Iterator[list[Any]]:
    while page := rows.fetchmany(_PAGE):
        yield page


def _value(value: Any, is_boolean: bool) -> Any:
    return bool(value) if is_boolean and value is not None else value


def _booleans() -> set[tuple[str, str]]:
    """Return the columns that are true or false: SQLite holds them as numbers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE data_type = 'boolean' AND table_schema = current_schema()"
        )
        return {(table, column) for table, column in cursor.fetchall()}


def _count_on() -> None:
    models = apps.get_models(include_auto_created=True)
    present = {*connection.introspection.table_names()}
    kept = [each for each in models if each._meta.db_table in present]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)


def unlike_their_models() -> list[str]:
    """Return the columns that the database has otherwise than the models of today say.

    A migration that was rewritten after its release leaves such: what had applied it stays as it
    was. A column is compared by its name and by whether it may be empty.
    """
    found = _columns()
    wanted = {
        (model._meta.db_table, str(field.column), field.null)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
    }
    ours = {table for table, _, _ in wanted}
    different = wanted ^ {each for each in found if each[0] in ours}
    return sorted(f"{table}.{column}" for table, column, _ in different)


def _columns() -> set[tuple[str, str, bool]]:
    """Return each column with its table, and whether it may be empty."""
    sql = (
        'SELECT t.name, c.name, c."notnull" = 0'
        " FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
        if connection.vendor == "sqlite"
        else "SELECT table_name, column_name, is_nullable = 'YES'"
        " FROM information_schema.columns WHERE table_schema = current_schema()"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {(table, column, bool(is_null)) for table, column, is_null in cursor.fetchall()}
