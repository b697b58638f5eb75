"""What is wrong outside of the program when the database or a disk refuses.

Such a refusal is nobody's mistake: it passes without a restart once its cause is gone, and the
same request can be sent again.
"""

import errno
import sqlite3
from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from django.db import Error, InterfaceError, OperationalError


class Fault(StrEnum):
    """What whoever runs the installation looks at: each has an advice of its own."""

    AWAY = "away"
    BUSY = "busy"
    FULL = "full"
    READ_ONLY = "read-only"
    DISK = "disk"
    STORAGE = "storage"


class StorageAway(OSError):
    """The S3-compatible storage of files cannot be reached, or refuses what it is asked."""


# The primary result codes of SQLite (sqlite.org/rescode.html); extended ones add bits above them.
_OF_SQLITE: Final[Mapping[int, Fault]] = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: Fault.BUSY,
        sqlite3.SQLITE_LOCKED: Fault.BUSY,
        sqlite3.SQLITE_READONLY: Fault.READ_ONLY,
        sqlite3.SQLITE_IOERR: Fault.DISK,
        sqlite3.SQLITE_FULL: Fault.FULL,
        sqlite3.SQLITE_CANTOPEN: Fault.AWAY,
    }
)
_PRIMARY: Final = 0xFF

# PostgreSQL's manual, appendix A; two characters stand for a whole class.
_OF_POSTGRESQL: Final[Mapping[str, Fault]] = MappingProxyType(
    {
        "08": Fault.AWAY,  # connection exceptions
        "25006": Fault.READ_ONLY,  # read_only_sql_transaction: a standby, say
        "25P03": Fault.AWAY,  # idle_in_transaction_session_timeout
        "40001": Fault.BUSY,
        "40P01": Fault.BUSY,
        "53100": Fault.FULL,
        "53300": Fault.BUSY,  # too_many_connections
        "55P03": Fault.BUSY,  # lock_not_available: lock_timeout
        "57014": Fault.BUSY,  # query_canceled: statement_timeout
        "57P": Fault.AWAY,  # shut down, crashed, starting
        "58030": Fault.DISK,
    }
)

_OF_THE_SYSTEM: Final[Mapping[int, Fault]] = MappingProxyType(
    {
        errno.ENOSPC: Fault.FULL,
        errno.EDQUOT: Fault.FULL,
        errno.EROFS: Fault.READ_ONLY,
        errno.EIO: Fault.DISK,
    }
)


def fault_of(error: BaseException | None) -> Fault | None:
    """Return what an error is a sign of; None for any that the program itself may have made."""
    found = (_fault_of_one(each) for each in _told_by(error))
    return next((fault for fault in found if fault), None)


def is_cut_off(error: BaseException) -> bool:
    """Tell whether the database went away under a transaction: it is to be made anew."""
    return isinstance(error, Error) and fault_of(error) is Fault.AWAY


def _told_by(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _fault_of_one(error: BaseException) -> Fault | None:
    if isinstance(error, StorageAway):
        return Fault.STORAGE
    if isinstance(error, OSError):
        return _OF_THE_SYSTEM.get(error.errno or 0)
    if not isinstance(error, Error):
        return None
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code is not None:
        return _OF_SQLITE.get(code & _PRIMARY)
    state = getattr(error.__cause__, "sqlstate", None)
    if state is not None:
        known = (_OF_POSTGRESQL.get(state[:length]) for length in (5, 3, 2))
        return next((fault for fault in known if fault), None)
    # Without a code there was no server to give one.
    return Fault.AWAY if isinstance(error, OperationalError | InterfaceError) else None
