"""Imports to test with, made through the services."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from accounts.models import Membership
from matrix.models import MatrixImport
from matrix.services.importing import correct, describe, start_import, start_written, write_rows
from matrix.written import WrittenMatrix, WrittenRow
from tests.builders import NOW, PAGE, make_member, make_page

SHORT_PAGE = PAGE.replace("| RA | |", "| RA |")  # one row lost a cell
SHORT_LINE = 1 + next(n for n, line in enumerate(PAGE.split("\n")) if "Payer" in line)
DESCRIBED = {"provider": "Fournisseur d’essai", "service": "Coffre", "language": "fr"}
LONG = 450  # rows: more than are read while a person waits


def make_import(
    page: str | bytes = PAGE,
    *,
    by: Membership | None = None,
    name: str = "page.fr.md",
    said: Mapping[str, Any] | None = None,
) -> MatrixImport:
    """Bring a page, and describe it when something is `said` of it."""
    content = page.encode() if isinstance(page, str) else page
    found = start_import(name=name, content=content, by=by or make_member(), at=NOW)
    if said is not None:
        describe(matrix_import=found, revision=found.revision, provenance=said, matrix=None)
    return found


def make_long_import(by: Membership | None = None, rows: int = LONG) -> MatrixImport:
    """Bring a page that a job has to read; it has not done so yet."""
    return make_import(make_page(rows), by=by)


def make_written(
    by: Membership | None = None, *, name: str = "À la main", rows: int = 2
) -> MatrixImport:
    """Write a matrix by hand: one duty of ours, and then rows of the host."""
    parties, by = ("Nous", "Hébergeur"), by or make_member()
    # Today: an import that nobody touches goes after some weeks.
    at = timezone.now()
    found = start_written(name=name, parties=parties, ours="Nous", by=by, at=at)
    ours = WrittenRow("1. Exploiter", "Sauvegarder les données", ("RA", "CI"))
    theirs = WrittenRow("2. Finir", "Effacer les disques", ("", "RA"), "Sur demande")
    written = WrittenMatrix(parties, (ours, *[theirs] * (rows - 1)))
    return write_rows(matrix_import=found, revision=1, written=written, ours="Nous")


def decide(
    found: MatrixImport, by: Membership, decisions: Mapping[int, Mapping[str, str] | None]
) -> MatrixImport:
    """Decide about doubtful rows."""
    return correct(
        matrix_import=found, revision=found.revision, corrections=decisions, by=by, at=NOW
    )
