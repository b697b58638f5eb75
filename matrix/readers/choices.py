"""What the person who brings a file decides about it, and how much of one is ever read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

MAX_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What the user says of a file; None leaves it to the reader.

    `name` is the name of the file (a hint of format and language), `party` the client's column,
    `product` one of the applicability columns: then only the rows marked for it are read. Of a
    workbook `sheet` is the sheet and `header_row` the row with the names of the columns (the
    last of two); of a text `header_row` is its line. `corrections` are the letters of a row by
    line and party, where a person has looked at a row the page itself leaves in doubt.
    """

    name: str = ""
    party: str | None = None
    product: str | None = None
    sheet: str | None = None
    header_row: int | None = None
    corrections: Mapping[int, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read: bytes of the file, rows of a table, and what a workbook inflates to.

    `streamed_cells` is for who holds one cell of a workbook at a time: so many are read then, and
    shared texts alone count as memory. 0 for who holds its tables.
    """

    file_bytes: int = MAX_BYTES
    rows: int = 100_000
    inflated_bytes: int = 200_000_000
    streamed_cells: int = 0


class ReadingCancelled(Exception):
    """The person who waited for the reading has cancelled it; nothing was written."""


# Called with (rows done, rows in all or 0) every some hundred rows; it may raise
# `ReadingCancelled`, which passes through every reader.
Progress = Callable[[int, int], None]


def unobserved(_done: int, _total: int) -> None:
    """Watch nothing: the progress of a reading nobody waits for."""
