"""A file is brought, or a matrix written by hand begun: nothing of it is in the library yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Membership
from audit.services import Happening, append_events
from database.transactions import change
from matrix.models import Edition, MatrixImport
from matrix.readers import Choice, MatrixRefused
from matrix.selectors import PrintedEdition, printed_edition
from matrix.services.importing.changing import enqueue_reading
from matrix.services.importing.clearing import remove_stale_imports
from matrix.services.importing.reading import CURABLE, read_quickly
from matrix.written import MAX_WRITTEN_ROWS, WrittenMatrix, WrittenRow, as_csv


class TooManyRows(Exception):
    """An edition has more rows than are amended by hand."""


def start_import(*, name: str, content: bytes, by: Membership, at: datetime) -> MatrixImport:
    """Keep a file that was brought, to be looked at and published.

    A long one is read in the background. Raises `MatrixRefused` for a file that no choice of
    sheet, row, party or product makes a matrix of: then nothing is kept.
    """
    is_long = False
    try:
        is_long = read_quickly(content, Choice(name)) is None
    except MatrixRefused as refusal:
        if refusal.code not in CURABLE:
            raise
    return _start(MatrixImport(name=name, content=content), by, at, is_long=is_long)


def start_written(
    *,
    name: str,
    parties: Sequence[str],
    ours: str,
    by: Membership,
    at: datetime,
) -> MatrixImport:
    """Begin a matrix written by hand, without a row."""
    content = as_csv(WrittenMatrix(tuple(parties)))
    begun = MatrixImport(name=name, content=content, is_written=True, choice={"party": ours})
    return _start(begun, by, at)


def amend_edition(*, edition: Edition, by: Membership, at: datetime) -> MatrixImport:
    """Begin a matrix written by hand with the rows of an edition.

    Of the organisation's own it becomes the next edition; of a bundled one, a matrix of its own.
    Raises `TooManyRows`.
    """
    printed = printed_edition(edition, language=edition.language)
    if len(printed.activities) > MAX_WRITTEN_ROWS:
        raise TooManyRows
    is_own = edition.matrix.organisation_id == by.organisation_id
    ours = next(party.name for party in printed.parties if party.is_client)
    begun = MatrixImport(
        name=edition.title or edition.matrix.service,
        content=as_csv(_written(printed)),
        is_written=True,
        choice={"party": ours},
        matrix=edition.matrix if is_own else None,
        provenance=_provenance(edition),
    )
    return _start(begun, by, at)


@change
def _start(
    begun: MatrixImport, by: Membership, at: datetime, *, is_long: bool = False
) -> MatrixImport:
    remove_stale_imports(organisation=by.organisation, at=at)
    begun.organisation, begun.made_by, begun.made_at = by.organisation, by, at
    begun.save(force_insert=True)
    if is_long:
        begun.job_key = enqueue_reading(begun, by, at).key
        begun.save(update_fields=["job_key"])
    facts = {"bytes": len(begun.content), "is_written": begun.is_written}
    happening = Happening("import-started", "import", str(begun.pk), new=facts)
    append_events(
        organisation_id=by.organisation_id, happenings=[happening], actor_id=by.user_id, at=at
    )
    return begun


def _provenance(edition: Edition) -> dict[str, Any]:
    """Return what the draft says of itself: changed text is told as changed (CC BY-SA, 3.a)."""
    attribution = edition.attribution
    if attribution:
        attribution = _("%(attribution)s, modified") % {"attribution": attribution}
    return {
        "provider": edition.matrix.provider.name,
        "service": edition.matrix.service,
        "title": edition.title,
        "language": edition.language,
        "licence": edition.licence,
        "licence_url": edition.licence_url,
        "attribution": attribution,
        "source_name": edition.source_name,
        "source_url": edition.source_url,
    }


def _written(printed: PrintedEdition) -> WrittenMatrix:
    sections = {
        section.section_id: f"{section.number} {section.title.text}".strip()
        for section in printed.sections
    }
    return WrittenMatrix(
        tuple(party.name for party in printed.parties),
        tuple(
            WrittenRow(
                sections.get(row.section_id, "") if row.section_id else "",
                row.text.text,
                tuple(row.letters.get(party.party_id, "") for party in printed.parties),
                row.note,
            )
            for row in printed.activities
        ),
    )
