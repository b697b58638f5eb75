"""An edition comes into the library whole, and leaves it whole."""

from datetime import datetime
from hashlib import sha256

from django.db.models import RestrictedError
from django.utils.text import slugify

from accounts.models import Organisation, User
from database.transactions import change
from matrix.bundles import Provenance
from matrix.models import Edition, Matrix, MatrixImport, Provider
from matrix.readers import ReadDate, ReadMatrix
from matrix.services.parts import insert_parts, refuse_longer
from matrix.services.telling import Values, tell


class EditionAlreadyLoaded(Exception):
    """This very file is in the library; `edition` is the one that was made of it."""

    def __init__(self, edition: Edition) -> None:
        """Keep the edition."""
        super().__init__(f"edition {edition.pk}")
        self.edition = edition


class EditionInUse(Exception):
    """An assessment stands on this edition, so it stays."""


@change
def publish_edition(
    *,
    reading: ReadMatrix,
    source: bytes,
    provenance: Provenance,
    at: datetime,
    by: User | None = None,
    organisation: Organisation | None = None,
) -> Edition:
    """Write a reading as a published edition: all its rows, or none.

    `source` is the file that was read, byte for byte. Without `organisation` the edition is
    bundled, and its event goes to the installation's chain. Raises `EditionAlreadyLoaded`,
    and `MatrixRefused` for a text longer than its column.
    """
    matrix = _matrix(provenance, organisation)
    known = matrix.editions.filter(language=reading.language, sha256=reading.sha256).first()
    if known is not None:
        raise EditionAlreadyLoaded(known)
    edition = _draft(matrix, reading, source, provenance, at)
    insert_parts(edition, reading)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.PUBLISHED)
    edition.state = Edition.State.PUBLISHED
    facts: Values = {"sha256": edition.sha256, "activities": len(reading.activities)}
    tell(edition, "edition-published", new=facts, by=by, at=at)
    return edition


@change
def withdraw_edition(*, edition: Edition, at: datetime, by: User | None = None) -> None:
    """Delete an edition with everything in it. Raises `EditionInUse` while one stands on it."""
    # FOR UPDATE, so that nobody starts an assessment on it while it goes.
    leaving = Edition.objects.select_for_update(of=("self",)).select_related("matrix")
    withdrawn = leaving.defer("source").get(pk=edition.pk)
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=at)
    # What only led to it; without its edition it would seem to wait.
    MatrixImport.objects.filter(published_as=edition.pk).delete()
    try:
        Edition.objects.filter(pk=edition.pk).delete()
    except RestrictedError as error:
        raise EditionInUse from error
    tell(withdrawn, "edition-withdrawn", old={"sha256": withdrawn.sha256}, by=by, at=at)


def _matrix(provenance: Provenance, organisation: Organisation | None) -> Matrix:
    provider, _ = Provider.objects.get_or_create(
        slug=_slug(provenance.provider, 60), defaults={"name": provenance.provider}
    )
    matrix, _ = Matrix.objects.get_or_create(
        provider=provider,
        organisation=organisation,
        slug=_slug(provenance.service, 80),
        defaults={"service": provenance.service},
    )
    # Two people who load the same file at once queue here, and the second is told.
    return Matrix.objects.select_for_update().get(pk=matrix.pk)


def _draft(
    matrix: Matrix, reading: ReadMatrix, source: bytes, provenance: Provenance, at: datetime
) -> Edition:
    if sha256(source).hexdigest() != reading.sha256:
        raise ValueError("the source is not the file that was read")
    edition = Edition(
        matrix=matrix,
        language=reading.language,
        title=reading.title,
        published_on=reading.published_on,
        dates=[_printed_date(day) for day in reading.dates],
        legend=[[entry.letter, entry.meaning] for entry in reading.legend],
        note=reading.note,
        source_name=provenance.source_name,
        source_url=provenance.source_url,
        source=source,
        sha256=reading.sha256,
        licence=provenance.licence,
        licence_url=provenance.licence_url,
        attribution=provenance.attribution,
        loaded_at=at,
    )
    refuse_longer(edition, "the page")
    edition.save(force_insert=True)
    return edition


def _printed_date(day: ReadDate) -> dict[str, str | int | None]:
    value = day.value.isoformat() if day.value else None
    return {"verbatim": day.verbatim, "value": value, "where": day.where, "line": day.line}


def _slug(name: str, size: int) -> str:
    """Return a slug, a made-up but stable one for a name in another alphabet."""
    return slugify(name)[:size] or sha256(name.encode()).hexdigest()[:12]
