"""The vault: files by the hash of their content, each organisation's apart.

A file arrives under a name of its own and is hashed on the way. Once all of it is on the disk
(fsync), it moves to `<organisation id>/<two digits>/<sha256>` in one step: at an address there is
never half a file. The same content is kept once in an organisation, and never shared between two.
The storage is Django's `STORAGES["vault"]`: a folder, or anything that speaks S3.

Whoever names a file in the database does so after it is at its address; what a killed process
leaves is an arrival nobody names, or an address nobody names. `services.sweeping` removes both.
"""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from evidence.guard import HEAD, EvidenceRefused, Reason

CHUNK: Final = 1 << 20


class FileMissing(Exception):
    """The vault has no file at an address that was asked for."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that has come in and is at no address yet. `size` in bytes, `head` its beginning."""

    path: Path
    sha256: str
    size: int
    head: bytes


class _Arrived(File):  # type: ignore[type-arg]
    """What a storage saves: a folder moves it, S3 reads it."""

    def temporary_file_path(self) -> str:
        """Return where it is, so that a folder moves it instead of copying."""
        return str(self.name)


@contextmanager
def arriving(chunks: Iterable[bytes], *, limit: int) -> Iterator[Arrival]:
    """Write what comes in to a file of its own, all of it on the disk, hashed and counted.

    The file is gone at the end unless `place` has moved it. Raises `EvidenceRefused` as soon as
    there are more than `limit` bytes, whatever length was announced.
    """
    with NamedTemporaryFile(dir=settings.VAULT_INCOMING, prefix="upload-", delete=False) as file:
        path = Path(file.name)
        try:
            yield _written(file, path, chunks, limit)
        finally:
            path.unlink(missing_ok=True)


def _written(file: Any, path: Path, chunks: Iterable[bytes], limit: int) -> Arrival:
    digest, size, head = hashlib.sha256(), 0, b""
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise EvidenceRefused(Reason.TOO_LARGE, f"the file is larger than {limit} bytes")
        digest.update(chunk)
        head += chunk[: HEAD - len(head)]
        file.write(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Arrival(path, digest.hexdigest(), size, head)


def address(organisation_id: int, sha256: str) -> str:
    """Return the name of a content in an organisation's part of the vault."""
    return f"{organisation_id}/{sha256[:2]}/{sha256}"


def place(arrival: Arrival, *, organisation_id: int) -> None:
    """Put what has arrived at its address, and return once it would outlast a power failure.

    What is there already stays, unless it is no longer what its address says: then it is mended.
    """
    name = address(organisation_id, arrival.sha256)
    if digest_at(name) == arrival.sha256:
        return
    with arrival.path.open("rb") as file:
        _storage().save(name, _Arrived(file, str(arrival.path)))
    storage = _storage()
    if isinstance(storage, FileSystemStorage):
        path = Path(storage.path(name))
        for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
            sync(folder)


def is_at(name: str) -> bool:
    """Tell whether there is a file at an address, without reading it."""
    return _storage().exists(name)


def size_at(name: str) -> int | None:
    """Return how many bytes there are at an address, None where there is no file."""
    try:
        return _storage().size(name)
    except FileNotFoundError:
        return None


def opened(name: str) -> File:  # type: ignore[type-arg]
    """Return the file at an address, to be read from its beginning and closed.

    Raises `FileMissing`.
    """
    try:
        return _storage().open(name, "rb")
    except FileNotFoundError as missing:
        raise FileMissing(name) from missing


def digest_at(name: str) -> str:
    """Read the file at an address and return its SHA-256, "" where there is none."""
    try:
        file = opened(name)
    except FileMissing:
        return ""
    digest = hashlib.sha256()
    with file:
        for chunk in file.chunks(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def addresses() -> Iterator[str]:
    """Give every address that has a file, of every organisation there is or was."""
    storage = _storage()
    for organisation in filter(str.isdecimal, _folders(storage, "")):
        for part in _folders(storage, organisation):
            _, files = storage.listdir(f"{organisation}/{part}")
            yield from (f"{organisation}/{part}/{file}" for file in sorted(files))


def _folders(storage: Storage, path: str) -> list[str]:
    folders, _ = storage.listdir(path)
    return sorted(folders)


def placed_at(name: str) -> datetime:
    """Return when the file at an address was put there."""
    return _storage().get_modified_time(name)


def remove(name: str) -> None:
    """Remove the file at an address. Only the sweep does, never a request."""
    _storage().delete(name)


def arrivals(*, before: datetime) -> list[Path]:
    """Return the files that came in before a moment and are still at no address."""
    files = [path for path in Path(settings.VAULT_INCOMING).iterdir() if path.is_file()]
    return sorted(path for path in files if touched_at(path) < before)


def touched_at(path: Path) -> datetime:
    """Return when a file or folder of this machine was last changed."""
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC)


def sync(path: Path) -> None:
    """Return once a file, or the names in a folder, would outlast a power failure."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _storage() -> Storage:
    return storages["vault"]
