"""Where made workbooks are: Django's `STORAGES["made"]`, beside the vault.

A workbook is written in a folder beside the arrivals of the vault, on the same disk, and moves to
its place in one step when all of it is on the disk: at a place there is never half a file.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages

from assessments.models import MadeFile
from evidence.vault import sync, touched_at

_PREFIX: Final = "made-"


class FileGone(Exception):
    """The storage has no file at a place that was named."""


class _Written(File):  # type: ignore[type-arg]
    """What the storage saves: a folder moves it, S3 reads it."""

    def temporary_file_path(self) -> str:
        """Return where it is, so that a folder moves it instead of copying."""
        return str(self.name)


@contextmanager
def incoming() -> Iterator[Path]:
    """Give a folder to write in, gone at the end with all that is left in it."""
    with TemporaryDirectory(dir=settings.VAULT_INCOMING, prefix=_PREFIX) as folder:
        yield Path(folder)


def abandoned(before: datetime) -> list[Path]:
    """Return the folders that killed processes left, untouched since before a moment."""
    folders = Path(settings.VAULT_INCOMING).glob(f"{_PREFIX}*")
    return [path for path in folders if path.is_dir() and touched_at(path) < before]


def place(path: Path, made: MadeFile) -> tuple[str, int]:
    """Put what was written at a place of its own, and return the place and its size in bytes.

    Another worker that makes the same has another place.
    """
    with path.open("rb") as written:
        os.fsync(written.fileno())
        size = path.stat().st_size
        wanted = f"{made.organisation_id}/{made.key}-{uuid4().hex[:12]}.xlsx"
        name = storage().save(wanted, _Written(written, str(path)))
    with suppress(NotImplementedError):  # a storage without folders
        sync(Path(storage().path(name)).parent)
    return name, size


def opened(made: MadeFile) -> File:  # type: ignore[type-arg]
    """Return the file, to be read from its beginning and closed. Raises `FileGone`."""
    try:
        return storage().open(made.place, "rb")
    except FileNotFoundError as gone:
        raise FileGone(made.place) from gone


def remove(name: str) -> None:
    """Remove the file at a place; without one nothing is done."""
    storage().delete(name)


def places_before(moment: datetime) -> Iterator[str]:
    """Give every place that has a file since before a moment."""
    folders, _ = storage().listdir("")
    for folder in sorted(folders):
        _, files = storage().listdir(folder)
        names = (f"{folder}/{file}" for file in sorted(files))
        yield from (name for name in names if storage().get_modified_time(name) < moment)


def storage() -> Storage:
    """Return the storage."""
    return storages["made"]
