"""How the cells of a workbook are kept: compressed pieces of one sheet each.

A piece is zlib over lines of JSON, `[address, value]`, with a third `"date"` for days and moments,
which would be texts otherwise. It ends after `PIECE_BYTES`, so that neither writing nor reading
holds more than one, however long the sheet is.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final

from openpyxl.utils.cell import coordinate_to_tuple

from assessments.readers.cells import CellHash, CellKind, StoredCell, Value, canonical, stored_cell
from assessments.readers.spooling import Spool

# A line is at most a cell's 32,767 characters, escaped, more than that.
PIECE_BYTES: Final = 1 << 18
_MOST_BYTES: Final = 4 * PIECE_BYTES

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


class KeptBroken(Exception):
    """A piece is not one that was written here."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some cells of a sheet, in its order. Only an `is_hashed` sheet is in the cells' hash."""

    sheet: str
    is_hashed: bool
    packed: bytes


@dataclass(frozen=True, slots=True)
class WrittenCells:
    """The cells of a written workbook: `sha256` of `CellHash`, and the pieces, perhaps on disk.

    `kept_sha256` is the hash of all that is kept: hidden sheets and kinds of cells too.
    """

    sha256: str
    kept_sha256: str
    pieces: Sequence[Piece]


class CellKeeper:
    """Takes the cells of a workbook while it is written, sheet after sheet."""

    def __init__(self, spool: Spool[Piece] | None = None) -> None:
        """Begin with no sheet. Pieces are handed on to `spool`, or stay in memory without one."""
        self._cells = CellHash()
        self._kept = sha256()
        self._pieces: list[Piece] | Spool[Piece] = [] if spool is None else spool
        self._sheet = ""
        self._is_hashed = False
        self._lines = bytearray()

    def begin(self, sheet: str, *, is_hashed: bool) -> None:
        """Go on with the next sheet."""
        self._sheet, self._is_hashed = sheet, is_hashed

    def add(self, address: str, value: Value) -> None:
        """Take one cell of the sheet; an empty one is left out."""
        if value is None or value == "":
            return
        if self._is_hashed:
            self._cells.add(self._sheet, address, value)
        line = [address, canonical(value)]
        if isinstance(value, date):
            line.append(CellKind.MOMENT.value)
        self._lines += _ENCODER.encode(line).encode() + b"\n"
        if len(self._lines) >= PIECE_BYTES:
            self.end()

    def end(self) -> None:
        """End a piece: a sheet without a cell has an empty one, so that it is known."""
        self._kept.update(_heading(self._sheet, is_hashed=self._is_hashed) + self._lines)
        packed = zlib.compress(self._lines)
        self._pieces.append(Piece(self._sheet, self._is_hashed, packed))
        self._lines.clear()

    def finished(self) -> WrittenCells:
        """Return the hashes and the pieces."""
        return WrittenCells(self._cells.hexdigest(), self._kept.hexdigest(), self._pieces)


def kept_hash(pieces: Iterable[Piece]) -> str:
    """Return the hash of all that is kept, computed anew. Raises `KeptBroken`."""
    kept = sha256()
    for piece in pieces:
        kept.update(_heading(piece.sheet, is_hashed=piece.is_hashed) + _unpacked(piece))
    return kept.hexdigest()


def kept_cells(piece: Piece) -> Iterator[StoredCell]:
    """Yield the cells of a piece that `kept_hash` has proven."""
    for line in _unpacked(piece).splitlines():
        address, value, *kind = json.loads(line)
        meant = datetime.fromisoformat(value) if kind else value
        yield stored_cell(*coordinate_to_tuple(address), meant)


def _heading(sheet: str, *, is_hashed: bool) -> bytes:
    return _ENCODER.encode([sheet, is_hashed]).encode() + b"\n"


def _unpacked(piece: Piece) -> bytes:
    inflater = zlib.decompressobj()
    try:
        lines = inflater.decompress(piece.packed, _MOST_BYTES)
    except zlib.error as error:
        raise KeptBroken(str(error)) from error
    if not inflater.eof:
        raise KeptBroken("a piece has no end")
    return lines
