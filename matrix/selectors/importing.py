"""What waits to be published, and which matrices a new file can be the next edition of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import slugify

from accounts.models import Organisation
from matrix.models import Edition, Matrix, MatrixImport, Provider


@dataclass(frozen=True, slots=True)
class WaitingImport:
    """A file that was brought and is not published yet. `by` is "" for somebody who left."""

    key: str
    name: str
    made_at: datetime
    by: str
    is_written: bool
    revision: int


@dataclass(frozen=True, slots=True)
class OwnMatrix:
    """A matrix of an organisation, with what its newest edition says of itself."""

    matrix_id: int
    provider: str
    service: str
    licence: str = ""
    licence_url: str = ""
    attribution: str = ""
    source_url: str = ""

    def __str__(self) -> str:
        """Return how a list names it."""
        return f"{self.provider} · {self.service}"


def waiting_imports(organisation: Organisation) -> tuple[WaitingImport, ...]:
    """Return the imports of an organisation that wait, newest first. One query."""
    rows = MatrixImport.objects.of_organisation(organisation).open()
    return tuple(
        WaitingImport(
            key=str(row.key),
            name=row.name,
            made_at=row.made_at,
            by=str(row.made_by) if row.made_by else "",
            is_written=row.is_written,
            revision=row.revision,
        )
        for row in rows.select_related("made_by__user")
        .defer("content", "outcome")
        .order_by("-made_at", "-id")
    )


def own_matrices(organisation: Organisation) -> tuple[OwnMatrix, ...]:
    """Return the matrices of an organisation by name. Two queries."""
    matrices = Matrix.objects.filter(organisation=organisation).select_related("provider")
    editions = Edition.objects.published().filter(matrix__organisation=organisation)
    columns = ("licence", "licence_url", "attribution", "source_url")
    newest = {
        row["matrix_id"]: row for row in editions.order_by("id").values("matrix_id", *columns)
    }
    return tuple(
        OwnMatrix(
            matrix.pk,
            matrix.provider.name,
            matrix.service,
            **{name: newest.get(matrix.pk, {}).get(name, "") for name in columns},
        )
        for matrix in matrices.order_by("provider__name", "service", "id")
    )


def matrix_of(matrices: Sequence[OwnMatrix], provider: str, service: str) -> OwnMatrix | None:
    """Return the one of these that carries both names, whatever their case and accents."""
    wanted = slugify(provider), slugify(service)
    for matrix in matrices:
        if all(wanted) and (slugify(matrix.provider), slugify(matrix.service)) == wanted:
            return matrix
    return None


def provider_names(organisation: Organisation) -> tuple[str, ...]:
    """Return the names of the providers whose matrices an organisation can use. One query."""
    matrices = Matrix.objects.available_to(organisation)
    found = Provider.objects.filter(matrices__in=matrices.values("pk")).distinct()
    return tuple(found.order_by("name").values_list("name", flat=True))
