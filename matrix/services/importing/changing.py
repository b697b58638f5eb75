"""What a person decides about an import, each change against the revision they saw."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from accounts.models import Membership
from database.transactions import change
from jobs.models import Job
from jobs.services import enqueue, request_cancel
from matrix.models import Matrix, MatrixImport
from matrix.readers import MatrixRefused
from matrix.services.importing.reading import choice_of, read_quickly
from matrix.written import WrittenMatrix, as_csv

READ = "read-import"
PUBLISH = "publish-import"
# What decides which rows there are, and what a person says of the reading in all.
_OTHER_ROWS = ("sheet", "header_row", "product")
_CHOSEN = (*_OTHER_ROWS, "party")


class ImportChanged(Exception):
    """Somebody else changed, published or discarded this import meanwhile."""


def choose(
    *,
    matrix_import: MatrixImport,
    revision: int,
    chosen: Mapping[str, Any],
    by: Membership,
    at: datetime,
) -> MatrixImport:
    """Overrule how a file is read: "sheet", "header_row", "party", "product"; None leaves it.

    What was decided about rows is forgotten when others may be read. A long file is read again
    in the background. Raises `ImportChanged`.
    """
    decided = dict(matrix_import.choice)
    if any((chosen.get(name) or None) != decided.get(name) for name in _OTHER_ROWS):
        decided = {}
    decided |= {name: chosen.get(name) or None for name in _CHOSEN}
    return _read_again(matrix_import, revision, decided, by, at)


def correct(
    *,
    matrix_import: MatrixImport,
    revision: int,
    corrections: Mapping[int, Mapping[str, str] | None],
    by: Membership,
    at: datetime,
) -> MatrixImport:
    """Decide about doubtful rows by line: the letters of each party, or None for "as read".

    Lines that are not named keep what was decided. Raises `ImportChanged`.
    """
    decided = dict(matrix_import.choice)
    corrected = dict(decided.get("corrections", {}))
    confirmed = set(decided.get("confirmed", []))
    for line, letters in corrections.items():
        if letters is None:
            corrected.pop(str(line), None)
            confirmed.add(line)
        else:
            corrected[str(line)] = dict(letters)
            confirmed.discard(line)
    is_same_reading = corrected == decided.get("corrections", {})
    decided |= {"corrections": corrected, "confirmed": sorted(confirmed)}
    if is_same_reading:
        return changed(matrix_import, revision, choice=decided)
    return _read_again(matrix_import, revision, decided, by, at)


def describe(
    *,
    matrix_import: MatrixImport,
    revision: int,
    provenance: Mapping[str, Any],
    matrix: Matrix | None,
) -> MatrixImport:
    """Keep what the file does not say of itself, and the matrix it is the next edition of.

    `provenance` has the fields of `matrix.bundles.Provenance`, and "title", "language" and
    "published_on" (ISO 8601) where they are stated. Raises `ImportChanged`.
    """
    return changed(matrix_import, revision, provenance=dict(provenance), matrix=matrix)


def write_rows(
    *, matrix_import: MatrixImport, revision: int, written: WrittenMatrix, ours: str
) -> MatrixImport:
    """Replace the rows of a matrix written by hand, and our party. Raises `ImportChanged`."""
    choice = {"party": ours}
    return changed(matrix_import, revision, content=as_csv(written), choice=choice)


def cancel_work(*, matrix_import: MatrixImport, at: datetime) -> None:
    """Ask the job that reads or publishes an import to stop; without one nothing is done."""
    job = _unfinished_job(matrix_import)
    if job is not None:
        request_cancel(job=job, at=at)


def asked_and_undecided(choice: Mapping[str, Any], asked: Sequence[int]) -> tuple[int, ...]:
    """Return those of the lines `asked` about which nobody has decided yet."""
    decided = {*choice.get("confirmed", []), *map(int, choice.get("corrections", {}))}
    return tuple(line for line in asked if line not in decided)


@change
def changed(matrix_import: MatrixImport, revision: int, **columns: Any) -> MatrixImport:
    """Set columns of an open import that nobody has changed since `revision`.

    Raises `ImportChanged` otherwise.
    """
    open_rows = MatrixImport.objects.open().filter(pk=matrix_import.pk, revision=revision)
    if not open_rows.update(revision=revision + 1, **columns):
        raise ImportChanged
    for name, value in columns.items():
        setattr(matrix_import, name, value)
    matrix_import.revision = revision + 1
    return matrix_import


def enqueue_reading(matrix_import: MatrixImport, by: Membership, at: datetime) -> Job:
    """Have a long file read in the background."""
    return _enqueue(READ, matrix_import, by, at)


@change
def enqueue_publishing(
    matrix_import: MatrixImport, revision: int, by: Membership, at: datetime
) -> MatrixImport:
    """Have a long file published in the background. Raises `ImportChanged`."""
    job = _enqueue(PUBLISH, matrix_import, by, at)
    kept = {name: value for name, value in matrix_import.outcome.items() if name != "failure"}
    return changed(matrix_import, revision, job_key=job.key, outcome=kept)


@change
def read_long_again(*, matrix_import: MatrixImport, job: Job, by: Membership, at: datetime) -> Job:
    """Have a long file read again as was decided, after `job` came to nothing.

    Raises `ImportChanged` when the import no longer waits for `job`.
    """
    if matrix_import.job_key != job.key:
        raise ImportChanged
    another = enqueue_reading(matrix_import, by, at)
    changed(matrix_import, matrix_import.revision, outcome={}, job_key=another.key)
    return another


@change
def _read_again(
    matrix_import: MatrixImport,
    revision: int,
    decided: Mapping[str, Any],
    by: Membership,
    at: datetime,
) -> MatrixImport:
    running = _unfinished_job(matrix_import)
    job_key = None
    if _is_long(matrix_import, decided):
        job_key = _enqueue(READ, matrix_import, by, at).key
    changed(matrix_import, revision, choice=dict(decided), outcome={}, job_key=job_key)
    if running is not None:
        request_cancel(job=running, at=at)
    return matrix_import


def _is_long(matrix_import: MatrixImport, decided: Mapping[str, Any]) -> bool:
    try:
        choice = choice_of(matrix_import, decided)
        return read_quickly(bytes(matrix_import.content), choice) is None
    except MatrixRefused:
        return False


def _enqueue(kind: str, matrix_import: MatrixImport, by: Membership, at: datetime) -> Job:
    return enqueue(
        kind=kind,
        organisation_id=matrix_import.organisation_id,
        made_by_id=by.pk,
        payload={"import": matrix_import.pk},
        at=at,
    )


def _unfinished_job(matrix_import: MatrixImport) -> Job | None:
    if matrix_import.job_key is None:
        return None
    mine = Job.objects.of_organisation(matrix_import.organisation_id)
    return mine.unfinished().filter(key=matrix_import.job_key).first()
