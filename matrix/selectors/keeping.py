"""A preview as JSON, for files too long to be read again at each look."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from matrix.readers import ReadColumn, ReadLayout
from matrix.selectors.previewing import Preview, PreviewCell, PreviewFinding, PreviewRow


def preview_as_json(preview: Preview) -> dict[str, Any]:
    """Return a preview as JSON values."""
    kept = asdict(preview)
    day = preview.published_on
    return kept | {"published_on": day.isoformat() if day else None}


def preview_from_json(kept: Mapping[str, Any]) -> Preview:
    """Return the preview that was kept."""
    day = kept["published_on"]
    changed = {
        "published_on": date.fromisoformat(day) if day else None,
        "dates": tuple(kept["dates"]),
        "parties": tuple(kept["parties"]),
        "layout": _layout(kept["layout"]),
        "findings": tuple(_finding(found) for found in kept["findings"]),
        "rows": tuple(_row(row) for row in kept["rows"]),
        "asked": tuple(kept["asked"]),
        "legend": tuple((letter, meaning) for letter, meaning in kept["legend"]),
    }
    return Preview(**{**kept, **changed})


def _layout(kept: Mapping[str, Any]) -> ReadLayout:
    changed = {
        "sheets": tuple(kept["sheets"]),
        "columns": tuple(ReadColumn(**column) for column in kept["columns"]),
        "products": tuple(kept["products"]),
    }
    return ReadLayout(**{**kept, **changed})


def _finding(kept: Mapping[str, Any]) -> PreviewFinding:
    return PreviewFinding(**{**kept, "values": tuple(kept["values"])})


def _row(kept: Mapping[str, Any]) -> PreviewRow:
    changed = {
        "cells": tuple(PreviewCell(**cell) for cell in kept["cells"]),
        "source": tuple(kept["source"]),
        "findings": tuple(_finding(found) for found in kept["findings"]),
    }
    return PreviewRow(**{**kept, **changed})
