"""The tables of a page: rows put together under the names of their columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from matrix.readers.inline import normalised, plain
from matrix.readers.lines import Divider, Line, Row
from matrix.readers.vocabulary import ACTIVITY_NAMES, ACTIVITY_WORDS, CLIENT_WORDS, ROLE_WORDS

_MAX_NAME = 80


@dataclass(slots=True)
class Table:
    """Rows below one line of column names.

    A block without names takes those of the table above it, whatever stands between;
    `continued` are the lines above such blocks, where names should stand.
    """

    header: Row
    rows: list[Row] = field(default_factory=list)
    continued: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Block:
    rows: list[Row]
    has_names: bool


def is_activity_name(name: str) -> bool:
    """Say whether a column of this name holds the activities."""
    return len(name) <= _MAX_NAME and not ACTIVITY_WORDS.isdisjoint(normalised(name).split())


def is_fallback_activity_name(name: str) -> bool:
    """Say whether a column of this name holds the activities when no better one does."""
    return len(name) <= _MAX_NAME and party_key(name) in ACTIVITY_NAMES


def is_client_name(name: str) -> bool:
    """Say whether a column of this name is the client's."""
    return len(name) <= _MAX_NAME and not CLIENT_WORDS.isdisjoint(normalised(name).split())


def party_key(name: str) -> str:
    """Return what two printed names of the same column have in common."""
    words = [word for word in normalised(name).split() if word not in ROLE_WORDS]
    return " ".join(words) or normalised(name)


def names_activities_and_client(row: Row) -> bool:
    """Say whether a row without divider names the columns: nothing but the words for it.

    "Manage tasks | Customer" is an activity with a party's name in place of letters.
    """
    names = [normalised(plain(cell)).split() for cell in row.cells if len(cell) <= _MAX_NAME]
    return any(words and ACTIVITY_WORDS.issuperset(words) for words in names) and any(
        not CLIENT_WORDS.isdisjoint(words) for words in names
    )


def collect_tables(lines: Iterable[Line]) -> list[Table]:
    """Return the tables in the order of the page; every row is in one of them."""
    tables: list[Table] = []
    for block in _blocks(lines):
        if block.has_names or not tables:
            tables.append(Table(block.rows[0], block.rows[1:]))
        else:
            tables[-1].rows.extend(block.rows)
            tables[-1].continued.append(block.rows[0].line - 1)
    return tables


def _blocks(lines: Iterable[Line]) -> Iterator[_Block]:
    rows: list[Row] = []
    has_names = False
    for line in lines:
        if isinstance(line, Row) and rows and not names_activities_and_client(line):
            rows.append(line)
        elif isinstance(line, Divider):
            has_names = has_names or len(rows) == 1
        else:
            if rows:
                yield _Block(rows, has_names)
            rows = [line] if isinstance(line, Row) else []
            has_names = bool(rows) and names_activities_and_client(rows[0])
    if rows:
        yield _Block(rows, has_names)
