"""What a workbook is compared with, proven: kept cells by the event, the event by its seal."""

from collections.abc import Iterator
from typing import Final

from assessments.models import Export, ExportedCells
from assessments.readers.keeping import KeptBroken, Piece, kept_hash
from assessments.selectors.verifying.results import Ground
from audit.models import Event, chain_of
from audit.selectors import is_sealed

_PAGE: Final = 32


def sealed_event_of(export: Export) -> Event | None:
    """Return what the log says of the export, unless it was changed there."""
    chain_name = chain_of(export.organisation_id)
    told = Event.objects.of_chain(chain_name).about("export", str(export.key))
    event = told.in_sequence().first()
    if event is None or not is_sealed(event):
        return None
    return event if event.new["assessment"] == export.assessment_id else None


def ground_of(export: Export, event: Event) -> Ground:
    """Return what a file can be compared with: the kept cells if they are those of the event."""
    if "kept_sha256" not in event.new:
        return Ground.NOT_KEPT
    try:
        is_proven = kept_hash(pieces_of(export)) == event.new["kept_sha256"]
    except KeptBroken:
        is_proven = False
    return Ground.CELLS if is_proven else Ground.CELLS_BROKEN


def pieces_of(export: Export) -> Iterator[Piece]:
    """Yield what is kept, with no cursor held open and never more than a page of it."""
    kept = ExportedCells.objects.filter(export=export).order_by("number")
    last = -1
    while page := list(
        kept.filter(number__gt=last).values_list("number", "sheet", "is_hashed", "packed")[:_PAGE]
    ):
        for _number, sheet, is_hashed, packed in page:
            yield Piece(sheet, is_hashed, bytes(packed))
        if len(page) < _PAGE:
            return
        last = page[-1][0]
