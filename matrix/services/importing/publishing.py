"""An import becomes an edition: everything that is missing first, then all of it at once."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from accounts.models import Membership
from database.transactions import change
from matrix.bundles import Provenance
from matrix.models import Edition, MatrixImport
from matrix.readers import ReadMatrix
from matrix.readers.choices import unobserved
from matrix.selectors.previewing import asked_lines
from matrix.services.importing.changing import (
    asked_and_undecided,
    changed,
    enqueue_publishing,
)
from matrix.services.importing.reading import look_at, read_whole, with_stated
from matrix.services.publishing import publish_edition

# Without these an edition has no place in the library.
REQUIRED = ("provider", "service", "language")


class NotDescribed(Exception):
    """The file does not say whose it is; `missing` are the facts still to be stated."""

    def __init__(self, missing: tuple[str, ...]) -> None:
        """Keep the names of the facts."""
        super().__init__(", ".join(missing))
        self.missing = missing


class RowsUndecided(Exception):
    """Rows lost a cell, and nobody has looked at them; `lines` are theirs."""

    def __init__(self, lines: tuple[int, ...]) -> None:
        """Keep the lines."""
        super().__init__(", ".join(map(str, lines)))
        self.lines = lines


def publish_import(
    *, matrix_import: MatrixImport, revision: int, by: Membership, at: datetime
) -> Edition | None:
    """Publish an import with what was decided and described; None when a job does it.

    Raises `NotDescribed`, `RowsUndecided`, `ImportChanged`, `EditionAlreadyLoaded`, and
    `MatrixRefused`: then nothing was written.
    """
    if matrix_import.outcome or matrix_import.job_key:
        _refuse_undescribed(matrix_import.provenance, _kept_language(matrix_import))
        preview = look_at(matrix_import).preview
        _refuse_undecided(matrix_import, preview.asked if preview else ())
        enqueue_publishing(matrix_import, revision, by, at)
        return None
    reading = ready_reading(matrix_import, read_whole(matrix_import, unobserved))
    return publish_reading(matrix_import, revision, reading, by=by, at=at)


def ready_reading(matrix_import: MatrixImport, reading: ReadMatrix) -> ReadMatrix:
    """Return the reading with what was stated. Raises `NotDescribed` and `RowsUndecided`."""
    stated = with_stated(reading, matrix_import.provenance)
    _refuse_undescribed(matrix_import.provenance, stated.language)
    _refuse_undecided(matrix_import, asked_lines(reading))
    return stated


@change
def publish_reading(
    matrix_import: MatrixImport,
    revision: int,
    reading: ReadMatrix,
    *,
    by: Membership,
    at: datetime,
) -> Edition:
    """Write the edition and empty the import, which from now on only leads to it.

    It is kept, empty, so that a second click and the page of a job find the edition.
    """
    source = bytes(matrix_import.content)
    changed(matrix_import, revision, content=b"", outcome={}, job_key=None)
    edition = publish_edition(
        reading=reading,
        source=source,
        provenance=provenance_of(matrix_import),
        organisation=matrix_import.organisation,
        by=by.user,
        at=at,
    )
    MatrixImport.objects.filter(pk=matrix_import.pk).update(published_as=edition)
    matrix_import.published_as = edition
    return edition


def provenance_of(matrix_import: MatrixImport) -> Provenance:
    """Return where an import says that it comes from; its name is its source if none is said."""
    said = matrix_import.provenance
    known = {part.name: str(said.get(part.name) or "") for part in fields(Provenance)}
    return Provenance(**known | {"source_name": known["source_name"] or matrix_import.name})


def _kept_language(matrix_import: MatrixImport) -> str:
    return str(matrix_import.outcome.get("preview", {}).get("language", ""))


def _refuse_undescribed(said: Mapping[str, Any], language: str) -> None:
    known = {**said, "language": said.get("language") or language}
    missing = tuple(name for name in REQUIRED if not known.get(name))
    if missing:
        raise NotDescribed(missing)


def _refuse_undecided(matrix_import: MatrixImport, asked: tuple[int, ...]) -> None:
    undecided = asked_and_undecided(matrix_import.choice, asked)
    if undecided:
        raise RowsUndecided(undecided)
