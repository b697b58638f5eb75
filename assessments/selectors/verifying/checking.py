"""Comparing a workbook that comes back with the export it says it is. Nothing of it is kept."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Final

from django.conf import settings

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Export, ExportedCells, ExportQuerySet
from assessments.readers.cells import META, CellHash, CellKind
from assessments.readers.comparing import unequal
from assessments.readers.keeping import kept_cells
from assessments.readers.opened import OpenedWorkbook, opened_workbook
from assessments.selectors.verifying.proving import ground_of, pieces_of, sealed_event_of
from assessments.selectors.verifying.results import (
    Compared,
    Difference,
    Ground,
    Standing,
    Verified,
)
from audit.models import Event
from matrix.readers import Limits
from matrix.readers.workbooks.scanning import MAX_ROW

MOST_SHOWN: Final = 200
LONGEST_BYTES: Final = 200_000_000

_ID: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# How far a sheet is looked through for the id of the export.
_MOST_LOOKED_AT: Final = 500


def verify_workbook(
    content: bytes,
    *,
    exports: ExportQuerySet,
    reader: Membership | None = None,
    at_most: int = MOST_SHOWN,
    limits: Limits | None = None,
) -> Verified | None:
    """Compare a workbook with the one of `exports` that it says it is; None if with none.

    An auditor as `reader` is told which cells differ, but what was exported only of workbooks
    they made: another's may hold proofs that they are not to see, and the id alone proves nothing.

    At most `at_most` differences are listed; all are counted. One cell is held at a time, so that
    `limits` may be `streaming_limits` where nobody waits: without, they are those of a request.
    At most six queries, and two more for every 32 pieces after the first. Raises MatrixRefused
    for a file that cannot be read.
    """
    with opened_workbook(content, limits or reading_limits()) as book:
        export = export_of(book, exports)
        if export is None:
            return None
        event = sealed_event_of(export)
        if event is None:
            return unproven(export)
        ground = ground_of(export, event)
        if ground == Ground.CELLS:
            is_withheld = reader is not None and not _may_see(event, reader)
            compared = _compared(book, export, at_most, is_withheld=is_withheld)
            return _verified(export, event, ground, compared, is_same=compared.is_same)
        is_same = _hash_of(book) == event.new["cells_sha256"]
        return _verified(export, event, ground, Compared(), is_same=is_same)


def reading_limits() -> Limits:
    """Return how much of a workbook that comes back is read."""
    return Limits(
        file_bytes=settings.MATRIX_MAX_BYTES,
        rows=settings.MATRIX_MAX_ROWS,
        inflated_bytes=settings.MATRIX_MAX_INFLATED_BYTES,
    )


def streaming_limits() -> Limits:
    """Return how much of a workbook is read by who waits for minutes: more than any of ours."""
    return Limits(
        file_bytes=LONGEST_BYTES,
        rows=MAX_ROW,
        inflated_bytes=20 * LONGEST_BYTES,
        streamed_cells=20_000_000,
    )


def export_of(book: OpenedWorkbook, exports: ExportQuerySet) -> Export | None:
    """Return the export whose id stands in the hidden sheet, else in the first one."""
    ids = list(dict.fromkeys(_ids(book)))
    read = exports.select_related(
        "assessment__edition__matrix", "assessment__organisation", "organisation", "made_by__user"
    ).defer("assessment__edition__source")
    found = {str(each.key): each for each in read.filter(key__in=ids)}
    return next((found[each] for each in ids if each in found), None)


def _ids(book: OpenedWorkbook) -> Iterator[str]:
    hidden = [META] if META in book.sheets else []
    for sheet in [*hidden, *book.sheets[:1]]:
        for cell in islice(book.cells(sheet), _MOST_LOOKED_AT):
            if cell.kind == CellKind.TEXT and _ID.fullmatch(cell.shown):
                yield cell.shown.lower()


def unproven(export: Export) -> Verified:
    """Return what can be said without the log: what stands in the row, which may be changed."""
    return Verified(
        export=export,
        made_by=str(export.made_by or ""),
        made_at=export.made_at,
        language=export.language,
        filter=export.filter,
        standing=Standing.UNPROVEN,
        ground=Ground.EVENT_BROKEN,
    )


def _hash_of(book: OpenedWorkbook) -> str:
    cells = CellHash()
    for sheet in book.sheets:
        if sheet != META:
            for cell in book.cells(sheet):
                cells.add(sheet, cell.address, cell.canonical)
    return cells.hexdigest()


def _may_see(event: Event, reader: Membership) -> bool:
    return reader.may(Action.READ_INTERNAL_NOTES) or event.actor_id == reader.user_id


def _compared(
    book: OpenedWorkbook, export: Export, at_most: int, *, is_withheld: bool
) -> Compared:
    sheets = ExportedCells.objects.filter(export=export).order_by("number")
    exported = tuple(dict.fromkeys(sheets.values_list("sheet", flat=True)))
    added = tuple(each for each in book.sheets if each not in exported)
    listed: list[Difference] = []
    count = 0
    for difference in chain(_changed(book, export), _added(book, added)):
        count += 1
        if count <= at_most:
            listed.append(replace(difference, is_withheld=is_withheld))
    removed = tuple(each for each in exported if each not in book.sheets)
    return Compared(tuple(listed), count, added, removed)


def _changed(book: OpenedWorkbook, export: Export) -> Iterator[Difference]:
    for sheet, pieces in groupby(pieces_of(export), key=attrgetter("sheet")):
        exported = chain.from_iterable(map(kept_cells, pieces))
        found = book.cells(sheet) if sheet in book.sheets else ()
        for address, one, other in unequal(exported, found):
            yield Difference(sheet, address, one, other)


def _added(book: OpenedWorkbook, sheets: Iterable[str]) -> Iterator[Difference]:
    for sheet in sheets:
        for cell in book.cells(sheet):
            yield Difference(sheet, cell.address, None, cell)


def _verified(
    export: Export, event: Event, ground: Ground, compared: Compared, *, is_same: bool
) -> Verified:
    return Verified(
        export=export,
        made_by=name_of(export, event.actor_id),
        made_at=event.at,
        language=event.new["language"],
        filter=event.new["filter"],
        standing=Standing.SAME if is_same else Standing.DIFFERENT,
        ground=ground,
        compared=compared,
    )


def name_of(export: Export, user_id: int | None) -> str:
    """Return who made an export by its event; "" for the installation itself. One query."""
    if user_id is None:
        return ""
    members = Membership.objects.filter(organisation=export.organisation_id, user_id=user_id)
    return ", ".join(str(each) for each in members.select_related("user"))
