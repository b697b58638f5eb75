"""How SQLite is opened, and the checks that look at a live connection."""

import sqlite3
import threading
from typing import Any

import pytest
from django.core.checks import Error, Info, Warning
from django.db import connection, transaction

from accounts.models import Organisation
from database import checks
from database.connections import is_wal_safe, journal_mode, pragmas, sqlite_options
from database.triggers import all_triggers, install, remove
from tests.builders import make_organisation


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        pytest.param((3, 40, 1), False, id="Debian 12"),
        pytest.param((3, 44, 5), False, id="before the repair of 3.44"),
        pytest.param((3, 44, 6), True, id="repaired 3.44"),
        pytest.param((3, 46, 1), False, id="never repaired"),
        pytest.param((3, 50, 6), False, id="before the repair of 3.50"),
        pytest.param((3, 50, 7), True, id="repaired 3.50"),
        pytest.param((3, 51, 2), False, id="before the repair"),
        pytest.param((3, 51, 3), True, id="repaired"),
        pytest.param((3, 52, 0), False, id="withdrawn"),
        pytest.param((3, 53, 0), True, id="later"),
    ],
)
def test_wal_is_used_only_where_it_is_safe(version: tuple[int, int, int], is_safe: bool) -> None:
    assert is_wal_safe(version) is is_safe
    assert journal_mode(version) == ("WAL" if is_safe else "DELETE")


def test_transactions_take_their_lock_at_the_start() -> None:
    options = sqlite_options()

    assert (options["transaction_mode"], options["timeout"]) == ("IMMEDIATE", 20)


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value"), pragmas().items())
def test_a_live_connection_runs_with_the_pragmas(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        found = cursor.execute(f"PRAGMA {name}").fetchone()[0]

    assert str(found) == value


@pytest.mark.postgresql
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lock_timeout", "10s"),
        ("statement_timeout", "1min"),
        ("idle_in_transaction_session_timeout", "1min"),
    ],
)
def test_a_live_connection_gives_up_in_time(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        row = cursor.fetchone()

    assert row == (value,)


@pytest.mark.django_db
def test_the_checks_find_nothing_wrong() -> None:
    found = checks.connection_rules(databases=["default"])
    found += checks.triggers_are_in_place(databases=["default"])

    assert [message for message in found if not isinstance(message, Info)] == []


@pytest.mark.sqlite
@pytest.mark.django_db
def test_a_pragma_out_of_force_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "pragmas", lambda: {"synchronous": "3"})

    found = checks.connection_rules(databases=["default"])

    assert [message.id for message in found if isinstance(message, Error)] == ["database.E001"]


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_the_journal_mode_is_explained_where_wal_is_not_safe(
    mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "journal_mode", lambda: mode)

    found = checks.connection_rules(databases=["default"])

    explained = [message.msg for message in found if message.id == "database.I001"]
    assert bool(explained) is (mode == "DELETE")
    assert all(sqlite3.sqlite_version in text for text in explained)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_sqlite_rules_are_not_asked_of_postgresql() -> None:
    assert checks.connection_rules(databases=["default"]) == []


def test_nothing_is_checked_without_a_database() -> None:
    assert checks.connection_rules() == []
    assert checks.triggers_are_in_place() == []


@pytest.mark.django_db
def test_a_missing_trigger_is_found() -> None:
    [lost, *_] = all_triggers()
    remove(connection, [lost])

    found = checks.triggers_are_in_place(databases=["default"])
    install(connection, [lost])

    assert [type(message) for message in found] == [Warning]
    assert lost.name in found[0].msg


@pytest.mark.django_db(transaction=True)
def test_a_change_made_in_one_thread_waits_for_the_other() -> None:
    organisation = make_organisation("0")
    ready = threading.Barrier(4)

    def add_one(_: Any = None) -> None:
        ready.wait()
        for _number in range(5):
            with transaction.atomic():
                locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
                locked.name = str(int(locked.name) + 1)
                locked.save(update_fields=["name"])
        connection.close()

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    organisation.refresh_from_db()
    assert organisation.name == "20"
