"""Finding the rows of a working copy in cells, wherever somebody has moved them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Final

from assessments.readers.cells import CellKind, StoredCell, plain_text
from assessments.readers.returning.vocabulary import (
    COVERAGE_CODE,
    KEY,
    MACHINE,
    REVISION,
    Vocabulary,
)
from assessments.readers.said import Field
from database.folding import folded

# How far down the headings may stand.
_MOST_ROWS_ABOVE: Final = 200

Line = Mapping[int, StoredCell]


@dataclass(frozen=True, slots=True)
class Heads:
    """The headings of a table: folded texts by column from 1, and what the columns are.

    `fields` maps each field to its column; `revision` is 0 without such a column.
    """

    texts: Mapping[int, str]
    shown: Mapping[int, str]
    key: int
    revision: int
    fields: Mapping[Field, int]

    @property
    def printed(self) -> dict[str, int]:
        """Return the columns that are neither a field nor for machines, by heading."""
        taken = {*self.fields.values()}
        return {
            text: column
            for column, text in self.texts.items()
            if column not in taken and text not in MACHINE
        }


@dataclass(frozen=True, slots=True)
class TableRow:
    """A line below the headings: its number, and its cells by column."""

    number: int
    cells: Line


def table_of(
    cells: Iterable[StoredCell],
    vocabulary: Vocabulary,
    exported: Mapping[str, Field] | None = None,
) -> tuple[Heads, Iterator[TableRow]] | None:
    """Return the headings of the first table that has keys and fields, and its rows, to be read.

    `exported` are the headings of the export, folded, with what they mean: where the file still
    has one, no other column is taken for it. None without such a table near the top.
    """
    lines = (
        TableRow(number, {cell.column: cell for cell in found})
        for number, found in groupby(cells, key=attrgetter("row"))
    )
    for seen, line in enumerate(lines):
        heads = _heads(line.cells, vocabulary, exported or {})
        if heads is not None:
            return heads, lines
        if seen >= _MOST_ROWS_ABOVE:
            break
    return None


def _heads(line: Line, vocabulary: Vocabulary, exported: Mapping[str, Field]) -> Heads | None:
    shown = {
        column: plain_text(cell.value)
        for column, cell in line.items()
        if cell.kind == CellKind.TEXT and isinstance(cell.value, str)
    }
    texts = {column: folded(text) for column, text in shown.items()}
    columns = {text: column for column, text in texts.items()}
    if KEY not in columns:
        return None
    fields = {vocabulary.field_of(text): column for column, text in texts.items()}
    # The last of several wins: what is printed stands before what is asked.
    found = {name: column for name, column in fields.items() if name is not None}
    found |= {name: columns[text] for text, name in exported.items() if text in columns}
    if not found and COVERAGE_CODE not in columns:
        return None
    return Heads(texts, shown, columns[KEY], columns.get(REVISION, 0), found)
