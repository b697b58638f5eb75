"""Noting each workbook that leaves the installation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.models import Membership
from assessments.models import Assessment, Export, ExportedCells
from assessments.readers.keeping import WrittenCells
from audit.services import Happening, append_events
from database.transactions import change

EXPORTED = "workbook-exported"


@dataclass(frozen=True, slots=True)
class MadeWorkbook:
    """A workbook that was made: the id written in it, and its cells.

    `filter` is the query string of the rows in it, "" for all of them.
    """

    key: UUID
    kind: str
    language: str
    filter: str
    cells: WrittenCells


@change
def record_export(
    *, assessment: Assessment, made: MadeWorkbook, by: Membership | None, at: datetime
) -> Export:
    """Keep that `made` was handed out and its cells, with its event; without `by`, by nobody.

    The file is made before, outside of any transaction, and handed out after: a file that is not
    on record is never seen (CONTRACTS.md, "Export").
    """
    export = Export.objects.create(
        organisation_id=assessment.organisation_id,
        assessment=assessment,
        made_by=by,
        made_at=at,
        key=made.key,
        kind=made.kind,
        language=made.language,
        filter=made.filter,
        cells_sha256=made.cells.sha256,
    )
    ExportedCells.objects.bulk_create(
        ExportedCells(
            organisation_id=assessment.organisation_id,
            export=export,
            number=number,
            sheet=piece.sheet,
            is_hashed=piece.is_hashed,
            packed=piece.packed,
        )
        for number, piece in enumerate(made.cells.pieces)
    )
    new = {
        "assessment": assessment.pk,
        "kind": made.kind,
        "language": made.language,
        "filter": made.filter,
        "cells_sha256": made.cells.sha256,
        "kept_sha256": made.cells.kept_sha256,
    }
    append_events(
        organisation_id=assessment.organisation_id,
        happenings=[Happening(EXPORTED, "export", str(made.key), new=new)],
        actor_id=by.user_id if by else None,
        at=at,
    )
    return export
