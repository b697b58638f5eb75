"""One change is one transaction, made again where the database gave it up for another one."""

import sqlite3
from collections.abc import Callable
from functools import wraps
from time import sleep
from typing import ParamSpec, TypeVar

from django.db import OperationalError, transaction

P = ParamSpec("P")
T = TypeVar("T")

# serialization_failure and deadlock_detected: PostgreSQL's manual asks for another try of the
# whole transaction.
GIVEN_UP = frozenset({"40001", "40P01"})
PAUSES = (0.02, 0.1)  # seconds before the second and the third try


def change(function: Callable[P, T]) -> Callable[P, T]:
    """Make a service one transaction, tried up to three times.

    SQLite lets nobody queue: a process may wait its whole time while others pass it again and
    again, so it waits up to three times that.
    Only the outermost is tried again: inside another transaction that one has to be. Nothing of a
    failed try is left in the database, so what the service does besides must bear repeating.
    Raises the database's `OperationalError` when the last try is given up too.
    """

    @wraps(function)
    def changed(*args: P.args, **kwargs: P.kwargs) -> T:
        is_inside = transaction.get_connection().in_atomic_block
        for pause in () if is_inside else PAUSES:
            try:
                with transaction.atomic():
                    return function(*args, **kwargs)
            except OperationalError as error:
                if not _is_given_up(error):
                    raise
            sleep(pause)
        with transaction.atomic():
            return function(*args, **kwargs)

    return changed


def take_long() -> None:
    """Let the transaction at hand take ten minutes, where PostgreSQL would end it after one.

    Its end is a statement too: foreign keys of all that was deleted are checked there.
    """
    connection = transaction.get_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '10min'")


def _is_given_up(error: OperationalError) -> bool:
    cause = error.__cause__
    is_busy = getattr(cause, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
    return is_busy or getattr(cause, "sqlstate", None) in GIVEN_UP
