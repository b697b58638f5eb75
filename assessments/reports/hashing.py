"""The hash of a workbook's cells: what it says, whatever program saved it. Pure Python.

The bytes of two files with the same cells differ (dates inside the archive), so the cells are
hashed: for each one that is not empty, in the order sheet, row, column, a line of JSON
`[sheet, address, value]`. A text is the text in the cell, a whole number is a number, a day and
a moment are ISO 8601 with a time, to the second.
"""

import json
from datetime import date, datetime, time
from hashlib import sha256

Value = str | int | date | None

# Made once: json.dumps would make one for each cell.
_ENCODER = json.JSONEncoder(ensure_ascii=False)


class CellHash:
    """Takes cells one after the other; `hexdigest` may be asked at any time."""

    def __init__(self) -> None:
        """Begin with no cell."""
        self._hash = sha256()

    def add(self, sheet: str, address: str, value: Value) -> None:
        """Take one cell; an empty one leaves the hash as it is."""
        if value is None or value == "":
            return
        line = _ENCODER.encode([sheet, address, _canonical(value)])
        self._hash.update(line.encode() + b"\n")

    def hexdigest(self) -> str:
        """Return the hash of what was taken so far: 64 hexadecimal digits."""
        return self._hash.hexdigest()


def _canonical(value: str | int | date) -> str | int:
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, date):
        return datetime.combine(value, time()).isoformat(timespec="seconds")
    return value
