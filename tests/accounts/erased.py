"""Where a text stands in the database: every text of every table, from the models."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django.apps import apps
from django.db.models import TextField
from django.db.models.functions import Cast

_TEXTS: Final = frozenset(
    {"CharField", "TextField", "JSONField", "SlugField", "URLField", "GenericIPAddressField"}
)


def columns_with(*texts: str) -> set[str]:
    """Return the columns in which any of `texts` stands, whatever its case, as whole words."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.get_internal_type() in _TEXTS and _stands(model, field.name, texts)
    }


def _stands(model: Any, name: str, texts: Iterable[str]) -> bool:
    values = model._base_manager.annotate(as_text=Cast(name, TextField())).exclude(as_text=None)
    said = " ".join(values.values_list("as_text", flat=True))
    return any(re.search(rf"\b{re.escape(text)}\b", said, re.IGNORECASE) for text in texts)
