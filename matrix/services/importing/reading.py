"""Reading what was brought: at once when it is short, in the background when it is long."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from matrix.models import MatrixImport
from matrix.readers import (
    Choice,
    MatrixRefused,
    Progress,
    ReadingCancelled,
    ReadMatrix,
    read_matrix,
)
from matrix.readers.sources import source_rows
from matrix.selectors.keeping import preview_as_json, preview_from_json
from matrix.selectors.previewing import Preview, preview_of
from matrix.services.loading import matrix_limits

# Beyond either, a file is read by a job and not while a person waits for a page.
QUICK_ROWS: Final = 400
QUICK_BYTES: Final = 200_000
# Rows of a long file that its preview shows.
SAMPLE_ROWS: Final = 200
# What another sheet, row of names, party or product can cure; the rest needs another file.
CURABLE: Final = frozenset(
    {"no-table", "no-activity-column", "no-role-column", "one-party", "no-matrix"}
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a file was understood as, or why it was not. Neither: it has not been read yet."""

    preview: Preview | None = None
    refusal: MatrixRefused | None = None


def choice_of(matrix_import: MatrixImport, decided: Mapping[str, Any] | None = None) -> Choice:
    """Return what a person decided, or would, as the readers take it."""
    decided = matrix_import.choice if decided is None else decided
    # What was written by hand is CSV, whatever it is called.
    ending = ".csv" if matrix_import.is_written else ""
    return Choice(
        name=f"{matrix_import.name}{ending}",
        party=decided.get("party") or None,
        product=decided.get("product") or None,
        sheet=decided.get("sheet") or None,
        header_row=decided.get("header_row") or None,
        corrections={int(line): row for line, row in decided.get("corrections", {}).items()},
    )


def read_quickly(content: bytes, choice: Choice) -> ReadMatrix | None:
    """Return the reading of a short file, None for a long one. Raises MatrixRefused."""
    if len(content) > QUICK_BYTES:
        limits = matrix_limits()
        if len(content) > limits.file_bytes:
            message = f"The file is larger than {limits.file_bytes:,} bytes."
            raise MatrixRefused("too-large", f"byte {limits.file_bytes}", message)
        return None
    try:
        reading = read_matrix(content, choice, limits=matrix_limits(), progress=_stop_at_many)
    except ReadingCancelled:
        return None
    return reading if len(reading.activities) <= QUICK_ROWS else None


def read_whole(matrix_import: MatrixImport, progress: Progress) -> ReadMatrix:
    """Return the reading with what was decided, however long it takes. Raises MatrixRefused."""
    choice = choice_of(matrix_import)
    content = bytes(matrix_import.content)
    return read_matrix(content, choice, limits=matrix_limits(), progress=progress)


def look_at(matrix_import: MatrixImport) -> Look:
    """Return what is to be shown of an import; nothing is written."""
    kept = matrix_import.outcome
    if refused := kept.get("refused"):
        return Look(refusal=MatrixRefused(**refused))
    if preview := kept.get("preview"):
        return Look(preview=preview_from_json(preview))
    if matrix_import.job_key:
        return Look()
    content = bytes(matrix_import.content)
    choice = choice_of(matrix_import)
    try:
        reading = read_matrix(content, choice, limits=matrix_limits())
    except MatrixRefused as refusal:
        return Look(refusal=refusal)
    lines = [activity.line for activity in reading.activities]
    return Look(preview_of(reading, source_rows(content, reading.layout, lines)))


def outcome_of(matrix_import: MatrixImport, progress: Progress) -> dict[str, Any]:
    """Return what is kept of a long file: its preview, or why it was refused."""
    try:
        reading = read_whole(matrix_import, progress)
    except MatrixRefused as refusal:
        return {"refused": refusal_as_json(refusal)}
    shown = preview_of(reading, {}, most=SAMPLE_ROWS)
    sources = source_rows(
        bytes(matrix_import.content), reading.layout, [row.line for row in shown.rows]
    )
    return {"preview": preview_as_json(_with_sources(shown, sources))}


def refusal_as_json(refusal: MatrixRefused) -> dict[str, str]:
    """Return a refusal as JSON values, from which it can be made again."""
    return {"code": refusal.code, "where": refusal.where, "message": refusal.message}


def with_stated(reading: ReadMatrix, stated: Mapping[str, Any]) -> ReadMatrix:
    """Return the reading with the title, language and date that the person stated.

    A page without any title is called after its service.
    """
    day = stated.get("published_on")
    return replace(
        reading,
        title=stated.get("title") or reading.title or stated.get("service", ""),
        language=stated.get("language") or reading.language,
        published_on=date.fromisoformat(day) if day else reading.published_on,
    )


def _with_sources(shown: Preview, sources: Mapping[int, tuple[str, ...]]) -> Preview:
    rows = (replace(row, source=sources.get(row.line, row.source)) for row in shown.rows)
    return replace(shown, rows=tuple(rows))


def _stop_at_many(done: int, total: int) -> None:
    if max(done, total) > QUICK_ROWS:
        raise ReadingCancelled
