"""The rows of one organisation as plain lines of JSON, for readers who have nothing of ours.

A line is one row, its columns by name: days and moments as ISO 8601, bytes as base64. What opens
something is left out: passwords, and hashes of keys that travel by mail.
"""

import gzip
import json
from base64 import b64encode
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import BinaryField, ForeignKey, JSONField, Q, QuerySet

from accounts.models import Membership
from accounts.selectors.belonging import Rows, Table, rows_of
from matrix.models import Activity, Assignment, Edition, Matrix, Party, Provider, Section

_PAGE: Final = 500


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: how many lines, how many bytes, and its hash."""

    lines: int
    size: int
    sha256: str


class _Encoder(DjangoJSONEncoder):
    """Writes moments whole, and bytes as base64."""

    def default(self, o: Any) -> Any:
        """Give what JSON has no word for."""
        if isinstance(o, datetime):
            return o.isoformat()
        if isinstance(o, (bytes, memoryview)):
            return b64encode(o).decode()
        return super().default(o)


def own_tables(organisation_id: int, *, using: str) -> dict[str, Rows]:
    """Return the rows of each table that belong to an organisation, by the table's name."""
    found = rows_of(organisation_id, using=using)
    return {model._meta.db_table: rows for model, rows in sorted(found.items(), key=_name)}


def printed_tables(organisation_id: int, *, using: str) -> dict[str, Rows]:
    """Return the printed rows of editions that an organisation's rows stand on.

    Of bundled editions: those are nobody's, and without them answers would say nothing.
    """
    named = Q()
    for rows in rows_of(organisation_id).values():
        for field in rows.model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is Edition:
                named |= Q(pk__in=_named(rows, field.name))
    kept = Edition.objects.filter(named, matrix__organisation=None).values("pk")
    paths: dict[Table, str] = {
        Provider: "matrices__editions",
        Matrix: "editions",
        Edition: "pk",
        Party: "edition",
        Section: "edition",
        Activity: "edition",
        Assignment: "activity__edition",
    }
    return {
        model._meta.db_table: _kept(model, f"{path}__in", kept).using(using)
        for model, path in paths.items()
    }


def people_lines(organisation_id: int, *, using: str) -> Generator[bytes, None, None]:
    """Yield who is named by the ids of memberships and people: members, and who has left."""
    members = Membership.objects.using(using).filter(organisation=organisation_id)
    for member in members.select_related("user").order_by("pk").iterator(chunk_size=_PAGE):
        user = member.user
        yield _line(
            {
                "membership_id": member.pk,
                "user_id": user.pk,
                "name": str(user),
                "email": "" if user.erased_at else user.email,
                "role": member.role,
            }
        )


def row_lines(rows: Rows) -> Generator[bytes, None, None]:
    """Yield each row in the order of ids, without what opens something."""
    columns = [field.attname for field in rows.model._meta.concrete_fields]
    kept = [name for name in columns if name != "password" and not name.endswith("_hash")]
    for row in rows.order_by("pk").values(*kept).iterator(chunk_size=_page_of(rows.model)):
        yield _line(row)


def write_lines(lines: Iterable[bytes], path: Path) -> Written:
    """Write lines to a compressed file; the same lines give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    number = 0
    with (
        path.open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=6, filename="") as file,
    ):
        for line in lines:
            number += 1
            file.write(line)
    return written(path, number)


def written(path: Path, lines: int = 0) -> Written:
    """Return what a file is, of `lines` lines."""
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return Written(lines, path.stat().st_size, digest.hexdigest())


def _line(row: dict[str, Any]) -> bytes:
    return json.dumps(row, cls=_Encoder, ensure_ascii=False).encode() + b"\n"


def _named(rows: Rows, name: str) -> QuerySet[Any]:
    # Of no database by name, as a condition has to be: `rows` are of one.
    return rows.using(None).exclude(**{name: None}).values(name)


def _kept(model: Table, path: str, kept: QuerySet[Any]) -> Rows:
    found = model._base_manager.filter(**{path: kept}).values("pk")
    return model._base_manager.filter(pk__in=found)


def _page_of(model: Table) -> int:
    """Return how many rows are fetched at once: few of what may be megabytes each."""
    fields = model._meta.concrete_fields
    if any(isinstance(field, BinaryField) for field in fields):
        return 1
    return 20 if any(isinstance(field, JSONField) for field in fields) else _PAGE


def _name(item: tuple[Table, Rows]) -> str:
    return item[0]._meta.db_table
