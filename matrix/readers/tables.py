"""The tables of a page: rows put together under the names of their columns."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from matrix.readers.inline import normalised, plain
from matrix.readers.lines import Divider, Line, Row
from matrix.readers.refusals import MatrixRefused
from matrix.readers.vocabulary import (
    ACTIVITY_NAMES,
    ACTIVITY_WORDS,
    CLIENT_WORDS,
    LINK_WORDS,
    ROLE_WORDS,
)

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
    return " ".join(_party_words(normalised(name).split())) or normalised(name)


def party_name(name: str) -> str:
    """Return the party in "Client Role" or "Rôle du Client"; other names as they are."""
    words = [part for word in name.split() for part in _without_role(word)]
    kept = _party_words([normalised(word) for word in words], words)
    return " ".join(kept) or name


def _without_role(word: str) -> list[str]:
    """Part "Temple-Rolle" in two, and no other word."""
    parts = word.split("-")
    is_role = any(normalised(part) in ROLE_WORDS for part in parts)
    return parts if is_role else [word]


def _party_words(words: list[str], printed: list[str] | None = None) -> list[str]:
    """Leave out "role", and what links it to the party: "du", "des", "of the"."""
    if ROLE_WORDS.isdisjoint(words):
        return printed or words
    left_out = ROLE_WORDS | LINK_WORDS
    return [
        shown for word, shown in zip(words, printed or words, strict=True) if word not in left_out
    ]


def names_activities_and_client(row: Row) -> bool:
    """Say whether a row without divider names the columns: nothing but the words for it.

    "Manage tasks | Customer" is an activity with a party's name in place of letters.
    """
    names = [normalised(plain(cell)).split() for cell in row.cells if len(cell) <= _MAX_NAME]
    return any(words and ACTIVITY_WORDS.issuperset(words) for words in names) and any(
        not CLIENT_WORDS.isdisjoint(words) for words in names
    )


def collect_tables(lines: Iterable[Line], header_row: int | None = None) -> list[Table]:
    """Return the tables in the order of the page; every row is in one of them.

    `header_row` is the line of column names where a person says so. Raises MatrixRefused
    `no-table` when no row stands there.
    """
    tables: list[Table] = []
    blocks = list(_blocks(lines, header_row))
    if header_row is not None and all(block.rows[0].line != header_row for block in blocks):
        message = f"Line {header_row} is no row of a table, so it cannot name the columns."
        raise MatrixRefused("no-table", f"line {header_row}", message)
    for block in blocks:
        if block.has_names or not tables:
            tables.append(Table(block.rows[0], block.rows[1:]))
        else:
            tables[-1].rows.extend(block.rows)
            tables[-1].continued.append(block.rows[0].line - 1)
    return tables


def _blocks(lines: Iterable[Line], header_row: int | None) -> Iterator[_Block]:
    rows: list[Row] = []
    has_names = False
    for line in lines:
        names = isinstance(line, Row) and (
            line.line == header_row or names_activities_and_client(line)
        )
        if isinstance(line, Row) and rows and not names:
            rows.append(line)
        elif isinstance(line, Divider):
            has_names = has_names or len(rows) == 1
        else:
            if rows:
                yield _Block(rows, has_names)
            rows = [line] if isinstance(line, Row) else []
            has_names = names
    if rows:
        yield _Block(rows, has_names)
