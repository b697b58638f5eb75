"""A ZIP that is streamed: files of a folder and of the vault, stored, of a length known before.

Like an evidence pack (docs/adr/0022): it breaks rather than lies.
"""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from zipstream import ZipStream

from evidence import vault


class ContentChanged(Exception):
    """A file is no longer what was noted of it when the archive was begun."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its name there, its size and hash, and where it is.

    That is a path on the disk, or else an address of the vault.
    """

    name: str
    size: int
    sha256: str
    source: Path | str


def length_of(entries: Sequence[Entry]) -> int:
    """Return how many bytes `archived` will give. Reads no file."""
    archive = ZipStream(sized=True)
    for entry in entries:
        archive.add(iter(()), entry.name, size=entry.size)
    return len(archive)


def archived(entries: Sequence[Entry]) -> Iterator[bytes]:
    """Give the bytes of the archive; one file is open at a time.

    Raises `ContentChanged` before the archive is whole: what was given cannot be opened.
    """
    archive = ZipStream(sized=True)
    for entry in entries:
        with closing(_content(entry)) as content:
            archive.add(content, entry.name, size=entry.size)
            yield from archive.all_files()
    yield from archive.footer()


def _content(entry: Entry) -> Generator[bytes, None, None]:
    digest, left = sha256(), entry.size
    for chunk in _chunks(entry.source):
        digest.update(chunk)
        left -= len(chunk)
        if left < 0:
            break
        yield chunk
    if left or digest.hexdigest() != entry.sha256:
        raise ContentChanged(entry.name)


def _chunks(source: Path | str) -> Iterator[bytes]:
    if isinstance(source, Path):
        with source.open("rb") as file:
            while chunk := file.read(vault.CHUNK):
                yield chunk
        return
    try:
        kept = vault.opened(source)
    except vault.FileMissing as missing:
        raise ContentChanged(source) from missing
    with kept:
        yield from kept.chunks(vault.CHUNK)
