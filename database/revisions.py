"""What was read, found again only as it was read: the condition of compare-and-swap."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q


def as_read(rows: Iterable[Any]) -> Q:
    """Return the condition that `rows` of one table (`pk`, `revision`) are as they were read.

    It has a part for each revision and not for each row: SQLite takes no expression that is
    deeper than 1,000 (sqlite.org/limits.html). `rows` is not empty.
    """
    keys: dict[int, list[Any]] = {}
    for row in rows:
        keys.setdefault(row.revision, []).append(row.pk)
    parts = [Q(revision=revision, pk__in=those) for revision, those in keys.items()]
    return Q(*parts, _connector=Q.OR)
