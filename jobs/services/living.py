"""A sign of life that ends with its process: a lock, which the machine gives up for the dead.

A heartbeat says after half a minute only that its worker is gone. On the same machine the lock
says it at once; elsewhere it says nothing, and the heartbeat stays what counts.
"""

import fcntl
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from time import time
from typing import Final, TextIO
from uuid import UUID

from django.conf import settings

_NAME_BYTES: Final = 8
_KEPT_SECONDS: Final = 24 * 3600
_BOOT: Final = Path("/proc/sys/kernel/random/boot_id")


def new_claim() -> UUID:
    """Return a claim that nobody has: its first half names this process, the rest is chance."""
    return UUID(bytes=_own_name(os.getpid()) + secrets.token_bytes(16 - _NAME_BYTES))


def has_died(claim: UUID) -> bool:
    """Tell whether the process that made a claim ran on this machine and is surely gone."""
    path = _folder() / claim.bytes[:_NAME_BYTES].hex()
    with suppress(OSError), path.open() as file:
        return file.read() == _machine() and _is_free(file)
    return False


@lru_cache(maxsize=1)
def _own_name(_pid: int) -> bytes:
    """Name this process, and lock the file of that name for as long as it lives."""
    name = secrets.token_bytes(_NAME_BYTES)
    # Without a folder to write to there is no lock, and the heartbeat has to do.
    with suppress(OSError):
        folder = _folder()
        folder.mkdir(mode=0o700, exist_ok=True)
        _clear(folder)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        descriptor = os.open(folder / name.hex(), flags, mode=0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        os.write(descriptor, _machine().encode())
    return name


def _clear(folder: Path) -> None:
    for path in folder.iterdir():
        with path.open() as file:
            if path.stat().st_mtime < time() - _KEPT_SECONDS and _is_free(file):
                path.unlink(missing_ok=True)


def _is_free(file: TextIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _machine() -> str:
    """Return what tells this machine, since its start, from all others."""
    return _BOOT.read_text().strip()


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "workers"
