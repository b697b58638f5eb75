"""What belongs to an organisation, table by table: read from the models, not from a list.

A table with a column `organisation_id` says it itself; a row without one belongs where the row
belongs that it would be deleted with. A new table is therefore deleted and exported with its
organisation without a line here. The log is no part of it: it outlives its organisation.
"""

from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models import CASCADE, Field, Model, Q, QuerySet

from accounts.models import Organisation

Table = type[Model]
Rows = QuerySet[Any]


def rows_of(organisation_id: int, *, using: str = DEFAULT_DB_ALIAS) -> dict[Table, Rows]:
    """Return the rows of every table that belong to an organisation, its own row last.

    In an order in which they can be deleted: what is found by other rows comes before those.
    """
    found: dict[Table, tuple[int, Rows]] = {}
    for model in apps.get_models(include_auto_created=True):
        _look(model, found, organisation_id)
    deepest_first = sorted(found.items(), key=lambda item: -item[1][0])
    return {model: rows.using(using) for model, (_depth, rows) in deepest_first}


def _look(
    model: Table, found: dict[Table, tuple[int, Rows]], organisation_id: int
) -> tuple[int, Rows] | None:
    """Find the rows of one table, and how many steps away from the organisation they are.

    They name no database: rows inside a condition are of the same as those outside.
    """
    if model in found or model is Organisation:
        here = model._base_manager.filter(pk=organisation_id)
        return found.setdefault(model, (0, here))
    named = [field for field in model._meta.concrete_fields if field.attname == "organisation_id"]
    ways, depth = [Q(organisation_id=organisation_id) for _field in named], 1
    for field in model._meta.concrete_fields if not named or named[0].null else ():
        target = _parent(field)
        if target is None or target in {model, Organisation}:
            continue
        if parent := _look(target, found, organisation_id):
            ways.append(Q(**{f"{field.name}__in": parent[1].values("pk")}))
            depth = max(depth, parent[0] + 1)
    if not ways:
        return None
    rows = model._base_manager.filter(reduce(or_, ways))
    return found.setdefault(model, (depth, rows))


def _parent(field: "Field[Any, Any]") -> Table | None:
    """Return the table of the row that takes a row with it, if any."""
    is_taken = field.remote_field is not None and field.remote_field.on_delete is CASCADE
    return field.related_model if is_taken else None  # type: ignore[return-value]
