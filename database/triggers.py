"""Rules that hold whatever the code does: triggers, written once for SQLite and PostgreSQL.

Each app lists its own in a module `triggers` as `TRIGGERS`. They are dropped and created again
after every `migrate`, because Django rebuilds SQLite tables and silently loses their triggers. On
SQLite they are dropped before it as well: while a table is rebuilt it is missing for a moment, and
SQLite then refuses triggers of other tables that look into it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import AppConfig, apps
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Trigger:
    """Refuse `event` (INSERT, UPDATE or DELETE) on a row of `table` while `condition` holds.

    `condition` is SQL that both engines read; it sees the row as NEW and OLD.
    """

    name: str
    table: str
    event: str
    condition: str
    message: str


def same_organisation(table: str, column: str, parent: str) -> tuple[Trigger, Trigger]:
    """Keep the row that `column` points to in the organisation of the row that points.

    ASVS 8.4.1: isolation between tenants, held below the application.
    """
    condition = (
        f"NEW.{column} IS NOT NULL AND NEW.organisation_id <> "
        f"(SELECT organisation_id FROM {parent} WHERE id = NEW.{column})"
    )
    message = f"{table}.{column} points into another organisation"
    short = f"{table}_{column}_same_org"
    return (
        Trigger(f"{short}_i", table, "INSERT", condition, message),
        Trigger(f"{short}_u", table, "UPDATE", condition, message),
    )


def frozen_columns(table: str, columns: Iterable[str], *, condition: str, message: str) -> Trigger:
    """Refuse a change of any of `columns` while `condition` (about OLD) holds."""
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)
    return Trigger(f"{table}_frozen", table, "UPDATE", f"({condition}) AND ({changed})", message)


def append_only(table: str) -> tuple[Trigger, Trigger]:
    """Refuse every UPDATE and DELETE. On PostgreSQL TRUNCATE is refused as well."""
    message = f"{table} is append-only"
    return (
        Trigger(f"{table}_no_update", table, "UPDATE", "1 = 1", message),
        Trigger(f"{table}_no_delete", table, "DELETE", "1 = 1", message),
    )


def triggers_of(app: str) -> tuple[Trigger, ...]:
    """Return the triggers of one app, () when it lists none."""
    name = f"{app}.triggers"
    if app == "database" or not find_spec(name):
        return ()
    found: tuple[Trigger, ...] = import_module(name).TRIGGERS
    return found


def all_triggers() -> tuple[Trigger, ...]:
    """Return the triggers of every installed app."""
    names = [config.name for config in apps.get_app_configs()]
    return tuple(trigger for name in names for trigger in triggers_of(name))


def install(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Drop and create `triggers`, all or none."""
    present = set(connection.introspection.table_names())
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for trigger in triggers:
            if trigger.table in present:
                for statement in _statements(connection.vendor, trigger):
                    cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]) -> None:
    """Drop `triggers`: for tests that must empty tables, and to fill empty ones from a backup."""
    with connection.cursor() as cursor:
        for trigger in triggers:
            for statement in _drop(connection.vendor, trigger):
                cursor.execute(statement)


def names_in_place(connection: BaseDatabaseWrapper) -> set[str]:
    """Return the names of the triggers the database has now."""
    queries = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[connection.vendor])
        return {row[0] for row in cursor.fetchall()}


def remove_before_migrate(*, using: str, plan: Sequence[object], **_: Any) -> None:
    """Answer `pre_migrate`: drop every trigger of a SQLite database that is about to change.

    Those of an older release too, whatever they were called. Should the migration fail, the next
    one creates them again, and the system check says meanwhile that they are missing.
    """
    connection = connections[using]
    if connection.vendor != "sqlite" or not plan:
        return
    with connection.cursor() as cursor:
        for name in sorted(names_in_place(connection)):
            cursor.execute(f"DROP TRIGGER IF EXISTS {connection.ops.quote_name(name)}")


def install_after_migrate(*, app_config: AppConfig, using: str, **_: Any) -> None:
    """Answer `post_migrate` of one app."""
    install(connections[using], triggers_of(app_config.name))


def _statements(vendor: str, trigger: Trigger) -> list[str]:
    create = _create_on_sqlite if vendor == "sqlite" else _create_on_postgresql
    return [*_drop(vendor, trigger), *create(trigger)]


def _drop(vendor: str, trigger: Trigger) -> list[str]:
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {trigger.name}"]
    return [
        f"DROP TRIGGER IF EXISTS {name} ON {trigger.table}"
        for name in (trigger.name, f"{trigger.name}_truncate")
    ]


def _create_on_sqlite(trigger: Trigger) -> list[str]:
    # SQLite 3.39 and later reads IS DISTINCT FROM; IS NOT says the same to every release.
    condition = trigger.condition.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{trigger.message}'); END"
    ]


def _create_on_postgresql(trigger: Trigger) -> list[str]:
    kept = "OLD" if trigger.event == "DELETE" else "NEW"
    refuse = (
        f"RAISE EXCEPTION '{trigger.message}' USING ERRCODE = 'integrity_constraint_violation'"
    )
    statements = [
        f"CREATE OR REPLACE FUNCTION {trigger.name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {trigger.condition} THEN {refuse}; END IF; RETURN {kept}; END $$",
        f"CREATE TRIGGER {trigger.name} BEFORE {trigger.event} ON {trigger.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {trigger.name}()",
    ]
    if trigger.event == "DELETE" and trigger.condition == "1 = 1":
        statements += [
            f"CREATE OR REPLACE FUNCTION {trigger.name}_truncate() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN {refuse}; END $$",
            f"CREATE TRIGGER {trigger.name}_truncate BEFORE TRUNCATE ON {trigger.table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {trigger.name}_truncate()",
        ]
    return statements
