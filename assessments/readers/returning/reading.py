"""What a working copy says of each row, against the export it was made as."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter

from assessments.readers.cells import CellKind, StoredCell
from assessments.readers.returning.tables import Heads, TableRow, table_of
from assessments.readers.returning.values import (
    DASHES,
    canonical,
    cleared,
    text_of,
    trouble_of,
)
from assessments.readers.returning.vocabulary import KEY, Vocabulary
from assessments.readers.said import Field, Notice, NoticeCode, Said, SaidRow, SaidValue
from database.folding import folded

_UUID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Exported:
    """An export as it was made: its headings with what they mean, and its rows by key."""

    heads: Heads
    rows: Mapping[str, TableRow]

    @property
    def fields(self) -> dict[str, Field]:
        """Return the headings that are fields, folded."""
        return {self.heads.texts[column]: name for name, column in self.heads.fields.items()}


@dataclass(frozen=True, slots=True)
class Found:
    """A table of keys in what came back: `sheet` is its name, "" for what was pasted."""

    sheet: str
    heads: Heads
    rows: Sequence[TableRow]


def read_rows(
    cells: Iterable[StoredCell],
    vocabulary: Vocabulary,
    *,
    sheet: str = "",
    exported: Exported | None = None,
) -> Found | None:
    """Return the rows of a sheet that have keys; None for a sheet without a column of them."""
    table = table_of(cells, vocabulary, exported.fields if exported else None)
    if table is None:
        return None
    heads, rows = table
    return Found(sheet, heads, tuple(rows))


def exported_of(found: Found) -> Exported:
    """Return the rows of an export by key."""
    keyed = ((_key(row, found.heads), row) for row in found.rows)
    return Exported(found.heads, {key: row for key, row in keyed if _UUID.fullmatch(key)})


def said_of_table(table: Sequence[Sequence[str]], vocabulary: Vocabulary) -> Said | None:
    """Return what pasted rows say; None where no column of them has keys."""
    cells = (
        StoredCell(number, column, CellKind.TEXT, text)
        for number, line in enumerate(table, start=1)
        for column, text in enumerate(line, start=1)
        if text.strip()
    )
    found = read_rows(cells, vocabulary)
    return said_of([found], vocabulary) if found else None


def said_of(
    found: Sequence[Found], vocabulary: Vocabulary, exported: Exported | None = None
) -> Said:
    """Return what the rows of a file say.

    A cell that is blank says nothing, a dash alone clears, and what stands as it was exported is
    unchanged, whatever its type. A key that stands twice, and not with the same, is not taken.
    """
    reading = _Reading(vocabulary, exported)
    rows = [row for table in found for row in reading.rows(table)]
    taken = tuple(_once(rows, reading.notices))
    return Said(taken, tuple(reading.notices))


def _once(rows: Sequence[SaidRow], notices: list[Notice]) -> Iterator[SaidRow]:
    same: dict[str | None, list[SaidRow]] = {}
    for row in rows:
        same.setdefault(row.key, []).append(row)
    for first, *others in same.values():
        if any(_texts(row) != _texts(first) for row in others):
            places = ", ".join(row.place for row in (first, *others))
            notices.append(Notice(NoticeCode.TWICE, first.place, places))
        else:
            yield first


def _texts(row: SaidRow) -> dict[Field, str]:
    return {name: value.text for name, value in row.values.items()}


class _Reading:
    """Reads tables, keeping what is to be told of them."""

    def __init__(self, vocabulary: Vocabulary, exported: Exported | None) -> None:
        self.notices: list[Notice] = []
        self._vocabulary = vocabulary
        self._has_export = exported is not None
        self._before: Mapping[str, TableRow] = exported.rows if exported else {}
        self._fields: Mapping[Field, int] = exported.heads.fields if exported else {}
        self._printed: Mapping[str, int] = exported.heads.printed if exported else {}

    def rows(self, found: Found) -> Iterator[SaidRow]:
        """Yield the rows of a table that have a key; the others are told if they say anything."""
        for row in found.rows:
            key = _key(row, found.heads)
            if _UUID.fullmatch(key):
                yield self._row(found, row, key)
            elif key != KEY:
                self._tell_without_key(found, row)

    def _row(self, found: Found, row: TableRow, key: str) -> SaidRow:
        before = self._before.get(key)
        if before is not None:
            self._tell_printed(found, row, before)
        elif self._has_export:
            self._tell(NoticeCode.NOT_IN_EXPORT, found, row, found.heads.key)
        values = {
            name: value
            for name in found.heads.fields
            for value in self._value(found, row, name, before)
        }
        revision = text_of(row.cells.get(found.heads.revision))
        return SaidRow(
            place=_place(found, row, found.heads.key),
            key=key,
            title="",
            values=values,
            revision=int(revision) if revision.isdecimal() and len(revision) < 10 else None,
        )

    def _value(
        self, found: Found, row: TableRow, name: Field, before: TableRow | None
    ) -> Iterator[SaidValue]:
        cell = row.cells.get(found.heads.fields[name])
        base = self._base(name, before)
        trouble = trouble_of(cell)
        text = canonical(name, cell, self._vocabulary)
        place = _place(found, row, found.heads.fields[name])
        if trouble is not None:
            yield SaidValue(place, text, base, trouble)
        elif text in DASHES and text != base:
            yield SaidValue(place, cleared(name), base)
        elif text or base == "":
            yield SaidValue(place, text, base)

    def _base(self, name: Field, before: TableRow | None) -> str | None:
        if before is None or name not in self._fields:
            return None
        return canonical(name, before.cells.get(self._fields[name]), self._vocabulary)

    def _tell_printed(self, found: Found, row: TableRow, before: TableRow) -> None:
        for heading, column in found.heads.printed.items():
            place = self._printed.get(heading)
            if place is None:
                continue  # a column of somebody's own
            if text_of(row.cells.get(column)) != text_of(before.cells.get(place)):
                text = found.heads.shown[column]
                self._tell(NoticeCode.READ_ONLY, found, row, column, text)

    def _tell_without_key(self, found: Found, row: TableRow) -> None:
        columns = [each for each in found.heads.fields.values() if text_of(row.cells.get(each))]
        if columns:
            text = text_of(row.cells.get(found.heads.key))
            code = NoticeCode.KEY_UNREADABLE if text else NoticeCode.NO_KEY
            self._tell(code, found, row, found.heads.key if text else min(columns), text)

    def _tell(
        self, code: NoticeCode, found: Found, row: TableRow, column: int, text: str = ""
    ) -> None:
        self.notices.append(Notice(code, _place(found, row, column), text))


def _key(row: TableRow, heads: Heads) -> str:
    return folded(text_of(row.cells.get(heads.key)))


def _place(found: Found, row: TableRow, column: int) -> str:
    address = f"{get_column_letter(column)}{row.number}"
    return f"{found.sheet}!{address}" if found.sheet else address
