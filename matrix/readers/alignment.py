"""Columns that are the same, though one table of a page names them differently from another."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Final

from matrix.readers.columns import Column, ColumnKind, Layout
from matrix.readers.reading import ReadFinding, finding
from matrix.readers.tables import Table, is_client_name, party_key

# A slip of the pen in a name ("OVHcoud"); other parties of one page are less alike.
ALIKE: Final = 0.8
MAX_PARTIES: Final = 20

_DIGITS: Final = re.compile("[0-9]+")


def aligned(
    tables: Sequence[Table], layouts: Sequence[Layout], wanted: str | None
) -> tuple[list[Layout], list[ReadFinding]]:
    """Return the layouts with each party under one name, and a finding where another is printed.

    "Client" and "Customer" are one party unless a table has both; so are two names of which
    one begins the other ("OVH", "OVHcloud") or is misspelled. Where a column of words stands
    in the place of the activities beside the same parties as elsewhere, it holds activities
    whatever its name.
    """
    found = [layout for layout in layouts if _may_be_matrix(layout)]
    names = _same_names(found, party_key(wanted) if wanted is not None else None)
    renamed = [_renamed(layout, names) for layout in layouts]
    findings = [
        _told(table, column, names[column.key])
        for table, layout in zip(tables, layouts, strict=True)
        if _may_be_matrix(layout)
        for column in layout.parties
        if column.key in names
    ]
    known = {(layout.keys, _activity_place(layout)) for layout in renamed if layout.is_matrix}
    return [_with_activity(layout, known) for layout in renamed], findings


def _may_be_matrix(layout: Layout) -> bool:
    return layout.is_matrix or len(layout.parties) > 1


def _same_names(layouts: Sequence[Layout], wanted: str | None) -> dict[str, Column]:
    """Return the column a party is known by, for each key that is not its own."""
    columns: dict[str, Column] = {}
    for layout in layouts:
        for column in layout.parties:
            columns.setdefault(column.key, column)
    if len(columns) > MAX_PARTIES:
        return {}
    apart = [layout.keys for layout in layouts]
    kept: list[Column] = []
    names: dict[str, Column] = {}
    # The wanted party keeps its name, then the first of each.
    for key, column in sorted(columns.items(), key=lambda item: item[0] != wanted):
        same = next((other for other in kept if _are_same(other, column, apart)), None)
        if same is None:
            kept.append(column)
        else:
            names[key] = same
            apart = [keys | {same.key} if key in keys else keys for keys in apart]
    return names


def _are_same(one: Column, other: Column, apart: Sequence[frozenset[str]]) -> bool:
    if any(one.key in keys and other.key in keys for keys in apart):
        return False
    if is_client_name(one.name) and is_client_name(other.name):
        return True
    if _DIGITS.findall(one.key) != _DIGITS.findall(other.key):
        return False
    shorter, longer = sorted((one.key, other.key), key=len)
    is_client = is_client_name(one.name) or is_client_name(other.name)
    if (
        not is_client
        and len(shorter) > 2
        and longer.startswith(shorter)
        and longer[len(shorter)] != " "
    ):
        return True
    alike = SequenceMatcher(None, one.key, other.key, autojunk=False).ratio()
    return alike >= ALIKE or sorted(one.key) == sorted(other.key)


def _renamed(layout: Layout, names: Mapping[str, Column]) -> Layout:
    columns = [
        replace(column, key=names[column.key].key, name=names[column.key].name)
        if column.kind == ColumnKind.PARTY and column.key in names
        else column
        for column in layout.columns
    ]
    return Layout(tuple(columns))


def _told(table: Table, column: Column, known: Column) -> ReadFinding:
    message = (
        f"This table has no column named {known.name}; its column “{column.name}” was read as it."
    )
    line, values = table.header.line, (column.name, known.name)
    return finding("roles-missing", line, message, cell=known.name, values=values)


def _activity_place(layout: Layout) -> tuple[int, int]:
    kinds = [column.kind for column in layout.columns]
    return kinds.index(ColumnKind.ACTIVITY), len(kinds)


def _with_activity(layout: Layout, known: set[tuple[frozenset[str], tuple[int, int]]]) -> Layout:
    if layout.has_activity or len(layout.parties) < 2:
        return layout
    for place, column in enumerate(layout.columns):
        shape = place, len(layout.columns)
        if column.kind == ColumnKind.NOTE and (layout.keys, shape) in known:
            columns = list(layout.columns)
            columns[place] = replace(column, kind=ColumnKind.ACTIVITY)
            return Layout(tuple(columns))
    return layout
