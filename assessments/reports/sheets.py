"""Sheets as data: what a sheet is made of, before anybody knows how a file is written.

Pure Python. All texts are in the language of the file already.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from assessments.readers.cells import Value
from assessments.readers.keeping import WrittenCells

Row = TypeVar("Row")
Taken = TypeVar("Taken", contravariant=True)


class Kind(StrEnum):
    """How a value is shown. `ANY` looks at each value: a column of facts holds several kinds."""

    TEXT = "text"
    LETTERS = "letters"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    COVERAGE = "coverage"
    DAYS_LATE = "days late"
    ANY = "any"


class Look(StrEnum):
    """Who wrote it: the provider's page, the organisation, or Remit."""

    PRINTED = "printed"
    FILLED = "filled"
    PLAIN = "plain"


class LineLook(StrEnum):
    """A line above the tables."""

    TITLE = "title"
    LEAD = "lead"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Column(Generic[Taken]):
    """One column. `width` is in characters; `value` gets the row.

    `choices` names the list its cells are chosen from, `defined_name` gives such a name to the
    cells of this column.
    """

    heading: str
    width: float
    value: Callable[[Taken], Value]
    kind: Kind = Kind.TEXT
    look: Look = Look.PRINTED
    is_hidden: bool = False
    choices: str = ""
    defined_name: str = ""


@dataclass(frozen=True, slots=True)
class Table(Generic[Row]):
    """Rows under headings. `name` is the one Excel knows the table by, without blanks.

    The rows are gone through once, so that they may be made on the way. `empty` is the sentence
    shown where there is no row.
    """

    name: str
    columns: Sequence[Column[Row]]
    rows: Iterable[Row]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: lines, then tables one below the other.

    `frozen` is the number of columns that stay when one scrolls; with one table and no lines its
    headings stay too, and are printed on each page. An `is_hashed` sheet is part of the hash.
    """

    title: str
    tables: Sequence[Table[Any]]
    lines: Sequence[tuple[LineLook, str]] = ()
    frozen: int = 0
    is_hidden: bool = False
    is_hashed: bool = True

    @property
    def is_list(self) -> bool:
        """Tell whether the sheet is one table and nothing else."""
        return len(self.tables) == 1 and not self.lines


@dataclass(frozen=True, slots=True)
class Book:
    """A whole file. `about` is printed at the foot of each page: left, and in the middle.

    `at` is the local time without zone. `too_long` ends a text that a cell cannot hold whole,
    `not_listed` (title, text) is shown to whoever types a word that is not in the list. `mark`
    is printed at head and foot of each page, "" for none.
    """

    title: str
    language: str
    author: str
    at: datetime
    about: tuple[str, str]
    sheets: Sequence[Sheet]
    too_long: str
    not_listed: tuple[str, str] = ("", "")
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WrittenBook:
    """The file, and its cells as they are kept."""

    content: bytes
    cells: WrittenCells

    @property
    def cells_sha256(self) -> str:
        """Return the hash of the cells."""
        return self.cells.sha256


def is_day(value: Value) -> bool:
    """Tell whether a value is a day without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)
