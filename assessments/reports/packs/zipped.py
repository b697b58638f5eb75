"""The bytes of a pack, one piece after the other: stored, not deflated, of a length known before.

Most proofs are compressed already, and what is stored has a length that can be told before the
first byte (zipstream-ng; ZIP64 where 4 GB or 65,535 files are passed).
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from hashlib import sha256

from zipstream import ZipStream

from assessments.reports.packs.parts import Part
from evidence import vault


class ContentChanged(Exception):
    """A file of the vault is no longer what its proof says, or no longer there."""

    def __init__(self, part: Part) -> None:
        """Keep which part it is."""
        super().__init__(f"{part.address} is not what proof {part.evidence} says")
        self.part = part


def length_of(folder: str, parts: Sequence[Part]) -> int:
    """Return how many bytes `zipped` will give. Reads no file."""
    archive = ZipStream(sized=True)
    for part in parts:
        archive.add(iter(()), f"{folder}/{part.path}", size=part.size)
    return len(archive)


def zipped(folder: str, parts: Iterable[Part]) -> Iterator[bytes]:
    """Give the bytes of the archive, its files in `folder`; one file is open at a time.

    Raises `ContentChanged` once a file has been read that is not of its hash, before the archive
    is whole: what was given until then cannot be opened.
    """
    archive = ZipStream(sized=True)
    for part in parts:
        with closing(_content(part)) as content:
            archive.add(content, f"{folder}/{part.path}", size=part.size)
            yield from archive.all_files()
    yield from archive.footer()


def _content(part: Part) -> Generator[bytes, None, None]:
    if part.content is not None:
        yield part.content
        return
    try:
        file = vault.opened(part.address)
    except vault.FileMissing as missing:
        raise ContentChanged(part) from missing
    digest, size = sha256(), 0
    with file:
        for chunk in file.chunks(vault.CHUNK):
            digest.update(chunk)
            size += len(chunk)
            if size > part.size:
                raise ContentChanged(part)
            yield chunk
    if (size, digest.hexdigest()) != (part.size, part.sha256):
        raise ContentChanged(part)
