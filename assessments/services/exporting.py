"""Noting each workbook that leaves the installation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Final
from uuid import UUID

from accounts.models import Membership
from assessments.models import Assessment, Export, ExportedCells
from assessments.readers.keeping import WrittenCells
from audit.services import Happening, append_events
from database.transactions import change

EXPORTED = "workbook-exported"
# So many pieces are written at once, so that those of a long workbook need not be held.
_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class MadeWorkbook:
    """A workbook that was made: the id written in it, and its cells.

    `filter` is the query string of the rows in it, "" for all of them. `told` is what the event
    says besides, of what the workbook was handed out with.
    """

    key: UUID
    kind: str
    language: str
    filter: str
    cells: WrittenCells
    told: Mapping[str, str | int] = field(default_factory=dict)


@change
def record_export(
    *, assessment: Assessment, made: MadeWorkbook, by: Membership | None, at: datetime
) -> Export:
    """Keep that `made` was handed out and its cells, with its event; without `by`, by nobody.

    The file is made before, outside of any transaction, and handed out after: a file that is not
    on record is never seen (CONTRACTS.md, "Export").
    """
    return _recorded(assessment.organisation_id, assessment, made, by, at)


@change
def record_portfolio(*, made: MadeWorkbook, by: Membership, at: datetime) -> Export:
    """Keep that a workbook of the whole portfolio was handed out, as `record_export` does."""
    return _recorded(by.organisation_id, None, made, by, at)


def _recorded(
    organisation_id: int,
    assessment: Assessment | None,
    made: MadeWorkbook,
    by: Membership | None,
    at: datetime,
) -> Export:
    export = Export.objects.create(
        organisation_id=organisation_id,
        assessment=assessment,
        made_by=by,
        made_at=at,
        key=made.key,
        kind=made.kind,
        language=made.language,
        filter=made.filter,
        cells_sha256=made.cells.sha256,
    )
    cells = (
        ExportedCells(
            organisation_id=organisation_id,
            export=export,
            number=number,
            sheet=piece.sheet,
            is_hashed=piece.is_hashed,
            packed=piece.packed,
        )
        for number, piece in enumerate(made.cells.pieces)
    )
    while page := list(islice(cells, _PAGE)):
        ExportedCells.objects.bulk_create(page)
    new = {
        "assessment": assessment.pk if assessment else None,
        "kind": made.kind,
        "language": made.language,
        "filter": made.filter,
        "cells_sha256": made.cells.sha256,
        "kept_sha256": made.cells.kept_sha256,
        **made.told,
    }
    append_events(
        organisation_id=organisation_id,
        happenings=[Happening(EXPORTED, "export", str(made.key), new=new)],
        actor_id=by.user_id if by else None,
        at=at,
    )
    return export
