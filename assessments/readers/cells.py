"""The cells of a workbook: what one says, the hash of all of them, and how they are kept.

The bytes of two files with the same cells differ (dates inside the archive, the program that
saved it), so cells are hashed and kept: for each one that is not empty, in the order sheet, row,
column. The hash takes a line of JSON `[sheet, address, value]`: a text is the text in the cell, a
whole number is a number, a day and a moment are ISO 8601 with a time, to the second.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from openpyxl.utils import get_column_letter

Value = str | int | float | date | None

META: Final = "_meta"

_DAY_ZERO: Final = datetime(1899, 12, 30)
# Before March 1900 and after 9999 serial numbers are no dates that all programs agree on.
_SERIALS: Final = (61, 2_958_466)
_DAY_SECONDS: Final = 86_400
_ENCODED: Final = re.compile("_x([0-9A-Fa-f]{4})_")
# Made once: json.dumps would make one for each cell.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False)


class CellKind(StrEnum):
    """What a cell holds, as its file says."""

    TEXT = "text"
    NUMBER = "number"
    MOMENT = "date"
    TRUTH = "truth"
    ERROR = "error"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class StoredCell:
    """A cell with something in it; row and column from 1.

    `value` is a text, a number (of a moment: days since 30 December 1899), a bool, the name of
    an error, or a formula that begins with "=" and is never worked out.
    """

    row: int
    column: int
    kind: CellKind
    value: str | int | float | bool

    @property
    def place(self) -> tuple[int, int]:
        """Return row and column, the order of cells in a sheet."""
        return self.row, self.column

    @property
    def address(self) -> str:
        """Return the address: "C12"."""
        return f"{get_column_letter(self.column)}{self.row}"

    @property
    def shown(self) -> str:
        """Return the value as somebody reads it: dates in ISO 8601."""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, str):
            return plain_text(self.value)
        moment = moment_of(self.value) if self.kind == CellKind.MOMENT else None
        if moment is None:
            return repr(self.value)
        return str(moment.date() if moment.time() == time() else moment)

    @property
    def canonical(self) -> str | int | float:
        """Return the value as it goes into the hash."""
        if self.kind == CellKind.MOMENT and not isinstance(self.value, str):
            moment = moment_of(self.value)
            return self.value if moment is None else canonical(moment)
        return self.value


class CellHash:
    """Takes cells one after the other; `hexdigest` may be asked at any time."""

    def __init__(self) -> None:
        """Begin with no cell."""
        self._hash = sha256()

    def add(self, sheet: str, address: str, value: Value) -> None:
        """Take one cell; an empty one leaves the hash as it is."""
        if value is None or value == "":
            return
        line = _ENCODER.encode([sheet, address, canonical(value)])
        self._hash.update(line.encode() + b"\n")

    def hexdigest(self) -> str:
        """Return the hash of what was taken so far: 64 hexadecimal digits."""
        return self._hash.hexdigest()


def canonical(value: str | int | float | date) -> str | int | float:
    """Return a value as the hash takes it."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return datetime.combine(value, time()).isoformat(timespec="seconds")
    return value


def stored_cell(row: int, column: int, value: str | int | float | date) -> StoredCell:
    """Return what a workbook holds of a value that is written in it."""
    if isinstance(value, date):
        return StoredCell(row, column, CellKind.MOMENT, serial_of(value))
    if isinstance(value, bool):
        return StoredCell(row, column, CellKind.TRUTH, value)
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    return StoredCell(row, column, kind, value)


def serial_of(value: date) -> float:
    """Return the number that a workbook holds of a day or a moment.

    Workbooks have a 29 February 1900, so that days before it are one less.
    """
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    serial = (moment - _DAY_ZERO) / timedelta(days=1)
    return serial - 1 if 0 < serial < _SERIALS[0] else serial


def moment_of(serial: float) -> datetime | None:
    """Return the moment a number stands for, to the second; None for one that is no date."""
    if not _SERIALS[0] <= serial < _SERIALS[1]:
        return None
    return _DAY_ZERO + timedelta(seconds=round(serial * _DAY_SECONDS))


def plain_text(text: str) -> str:
    """Return a text of a file as office programs show it.

    `_x0041_` is the character it encodes (ECMA-376 part 1, 22.9.2.19); line ends are line feeds.
    """
    read = _ENCODED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
    return read.replace("\r\n", "\n").replace("\r", "\n") if "\r" in read else read
