"""The zip archive around a workbook: nothing it says of itself is believed before it is seen."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from matrix.readers.refusals import MatrixRefused

# The largest published workbook has 40 entries.
MAX_ENTRIES: Final = 2_000
# A sheet of styled empty cells reaches 60; a row of one repeated byte 1,000.
MAX_RATIO: Final = 200
CHUNK: Final = 1 << 18

# Below this much, no ratio is a danger.
_HARMLESS: Final = 10_000_000
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK"
_ENTRY: Final = b"PK\x01\x02"
_LOCAL: Final = b"PK\x03\x04"
_LOCAL_SIZE: Final = 30
_ENCRYPTED: Final = 0x1
# Streams of protected Office packages, in the UTF-16 of their directory.
_PROTECTED: Final = tuple(
    name.encode("utf-16-le")
    for name in ("EncryptedPackage", "EncryptionInfo", "DRMEncryptedDataSpace")
)
_WORKBOOK: Final = "xl/workbook.xml"
_RAW_ERRORS: Final = (
    zipfile.BadZipFile,
    struct.error,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)


def damaged(where: str, message: str) -> MatrixRefused:
    """Return the refusal of a file that is broken at this place."""
    return MatrixRefused("damaged", where, message)


def bomb(where: str, message: str) -> MatrixRefused:
    """Return the refusal of a file that would take more than it may."""
    return MatrixRefused("bomb", where, message)


@dataclass(frozen=True, slots=True)
class Archive:
    """The bytes of a workbook and what its directory says; names have forward slashes."""

    content: bytes
    entries: Mapping[str, zipfile.ZipInfo]

    def inflated(self, name: str) -> Iterator[bytes]:
        """Yield an entry in pieces of at most `CHUNK` bytes, checked against its directory.

        Raises MatrixRefused: `damaged` when size or checksum are not as declared, `bomb` when
        it grows more than `MAX_RATIO` times.
        """
        entry = self.entries[name]
        produced = checksum = 0
        try:
            for piece in self._pieces(name, entry):
                produced += len(piece)
                checksum = zlib.crc32(piece, checksum)
                if produced > max(_HARMLESS, MAX_RATIO * entry.compress_size):
                    message = f"A part grows more than {MAX_RATIO} times when it is inflated."
                    raise bomb(name, message)
                yield piece
        except zlib.error as error:
            raise damaged(name, "A part of the workbook cannot be inflated.") from error
        if (produced, checksum) != (entry.file_size, entry.CRC):
            raise damaged(name, "A part of the workbook is not what its directory declares.")

    def _pieces(self, name: str, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        header = self.content[entry.header_offset : entry.header_offset + _LOCAL_SIZE]
        if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL):
            raise damaged(name, "A part of the workbook is not where its directory says.")
        lengths = struct.unpack_from("<HH", header, 26)
        start = entry.header_offset + _LOCAL_SIZE + sum(lengths)
        packed = self.content[start : start + entry.compress_size]
        if entry.compress_type == zipfile.ZIP_STORED:
            for place in range(0, len(packed), CHUNK):
                yield packed[place : place + CHUNK]
        elif entry.compress_type == zipfile.ZIP_DEFLATED:
            yield from _deflated(packed)
        else:
            raise damaged(name, "A part of the workbook is packed in an unknown way.")


def open_archive(content: bytes) -> Archive:
    """Return the entries of a workbook.

    Raises MatrixRefused: `encrypted`, `unsupported-format` (an old or another format),
    `bomb` (too many entries), `damaged`.
    """
    _refuse_other_formats(content)
    # Each entry has this signature, whatever number the directory declares.
    if content.count(_ENTRY) > MAX_ENTRIES:
        raise bomb("byte 0", f"The archive has more than {MAX_ENTRIES:,} entries.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
    except _RAW_ERRORS as error:
        message = "The file begins as a zip archive, but has no readable directory."
        raise damaged("byte 0", message) from error
    entries = _entries(listed)
    _refuse_other_packages(entries)
    return Archive(content, entries)


def _refuse_other_formats(content: bytes) -> None:
    if content.startswith(_OLE):
        if any(name in content for name in _PROTECTED):
            message = "The workbook is encrypted or rights-protected; save it without protection."
            raise MatrixRefused("encrypted", "byte 0", message)
        message = "This is an Office document of the old format; save it as .xlsx."
        raise MatrixRefused("unsupported-format", "byte 0", message)
    if not content.startswith(_ZIP):
        message = "This is not an Excel workbook."
        raise MatrixRefused("unsupported-format", "byte 0", message)


def _entries(listed: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for entry in listed:
        name = entry.filename.replace("\\", "/")
        if entry.flag_bits & _ENCRYPTED:
            message = "The workbook is encrypted; save it without password."
            raise MatrixRefused("encrypted", name, message)
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise damaged(name, "A part of the workbook has a name that leads out of it.")
        if name.casefold() in folded:
            raise damaged(name, "Two parts of the workbook have the same name.")
        folded.add(name.casefold())
        if not name.endswith("/"):
            entries[name] = entry
    return entries


def _refuse_other_packages(entries: Mapping[str, zipfile.ZipInfo]) -> None:
    if _WORKBOOK in entries:
        return
    if any(name.startswith("xl/") and name.endswith(".xml") for name in entries):
        raise damaged(_WORKBOOK, "The workbook has no list of its sheets.")
    message = "This archive is not an .xlsx workbook; save it as .xlsx."
    raise MatrixRefused("unsupported-format", "byte 0", message)


def _deflated(packed: bytes) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for place in range(0, len(packed), CHUNK):
        tail = packed[place : place + CHUNK]
        while tail and not inflater.eof:
            yield inflater.decompress(tail, CHUNK)
            tail = inflater.unconsumed_tail
    # What is left is less than a piece, but a stream that was cut off has no end.
    yield inflater.flush()
