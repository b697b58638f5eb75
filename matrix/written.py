"""A matrix written by hand, as the CSV text that the reader of sheets reads. Pure Python.

One column for the section, one for the activity, one for each party, one for the note. Every row
names its section, so that rows can be moved without losing it.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from io import StringIO
from typing import Final

from matrix.readers.vocabulary import LETTERS

SECTION: Final = "Section"
ACTIVITY: Final = "Activity"
NOTE: Final = "Note"
MAX_WRITTEN_ROWS: Final = 500
OURS: Final = "RA"

_BULLET: Final = re.compile(r"\s*(?:[-*+•–—·▪◦]|\d{1,3}[.)])\s+")


class NotWritten(Exception):
    """The text is not a matrix that was written by hand here."""


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """One row; `letters` has one set of letters, "" for none, for each party."""

    section: str
    activity: str
    letters: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class WrittenMatrix:
    """Parties from left to right, and the rows in their order."""

    parties: tuple[str, ...]
    rows: tuple[WrittenRow, ...] = ()


def as_csv(matrix: WrittenMatrix) -> bytes:
    """Return the matrix as UTF-8 CSV: one line a row, whatever was typed."""
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([SECTION, ACTIVITY, *matrix.parties, NOTE])
    for row in matrix.rows:
        cells = [row.section, row.activity, *row.letters, row.note]
        writer.writerow([one_line(cell) for cell in cells])
    return file.getvalue().encode()


def from_csv(content: bytes) -> WrittenMatrix:
    """Return the matrix of such a text. Raises NotWritten on any other."""
    try:
        header, *rows = csv.reader(StringIO(content.decode()), strict=True)
    except (ValueError, csv.Error) as error:
        raise NotWritten from error
    if len(header) < 4 or [*header[:2], header[-1]] != [SECTION, ACTIVITY, NOTE]:
        raise NotWritten
    if any(len(row) != len(header) for row in rows):
        raise NotWritten
    return WrittenMatrix(
        tuple(header[2:-1]),
        tuple(WrittenRow(row[0], row[1], tuple(row[2:-1]), row[-1]) for row in rows),
    )


def in_order(letters: str) -> str:
    """Return letters in the order RACIS, each once. Raises ValueError for any other sign."""
    typed = re.sub(r"[\s,/+&;.·|–—-]+", "", letters).upper()
    if unknown := set(typed) - set(LETTERS):
        raise ValueError("".join(sorted(unknown)))
    return "".join(letter for letter in LETTERS if letter in typed)


def with_sections(rows: Iterable[WrittenRow]) -> tuple[WrittenRow, ...]:
    """Return the rows with each empty section taken from the row above it."""
    section = ""
    filled = []
    for row in rows:
        section = row.section or section
        filled.append(replace(row, section=section))
    return tuple(filled)


def rows_of_prose(
    text: str, *, parties: Sequence[str], ours: str, section: str
) -> tuple[WrittenRow, ...]:
    """Return one duty of ours for each line of a text, without its bullet."""
    letters = tuple(OURS if party == ours else "" for party in parties)
    lines = [one_line(_BULLET.sub("", line, count=1)) for line in text.splitlines()]
    return tuple(WrittenRow(section, line, letters) for line in lines if line)


def one_line(text: str) -> str:
    """Return a text with single blanks, because a line of the file is a row."""
    return " ".join(text.split())
