"""What a file lets one guess of its origin: shown in the fields, for a person to confirm."""

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, Final

from matrix.models import MatrixImport
from matrix.readers.inline import normalised
from matrix.selectors.importing import OwnMatrix, matrix_of
from matrix.selectors.previewing import Preview

# Names of a column that say what a party is, and not who.
_ANYBODY: Final = frozenset(
    [
        "provider",
        "vendor",
        "supplier",
        "csp",
        "host",
        "partner",
        "party",
        "operator",
        "fournisseur",
        "prestataire",
        "hebergeur",
        "editeur",
        "partenaire",
        "anbieter",
        "dienstleister",
        "proveedor",
        "fornitore",
    ]
)
_BETWEEN: Final = re.compile(r"\s+[-–—|·]\s+|\s*:\s+")
_ENDING: Final = re.compile(r"(?:\.[a-z]{2}(?:-[a-z]{2})?)?\.\w{2,8}$", re.IGNORECASE)


def suggested(
    matrix_import: MatrixImport, preview: Preview, matrices: Sequence[OwnMatrix]
) -> dict[str, Any]:
    """Return what the form about the origin begins with; what was said before stays as said.

    Provider and service are guessed from the parties and the title. Where the organisation has
    a matrix of both names, it is suggested to be continued, on the terms of its last edition.
    """
    said = matrix_import.provenance
    provider = said.get("provider") or _provider(preview)
    service = said.get("service") or _service(matrix_import, preview)
    known = next((m for m in matrices if m.matrix_id == matrix_import.matrix_id), None)
    if known is None and not said:
        known = matrix_of(matrices, provider, service)
    guessed = {
        "provider": provider,
        "service": service,
        "title": preview.title,
        "language": preview.language,
        "published_on": preview.published_on,
        "source_name": preview.title or matrix_import.name,
        "matrix": str(known.matrix_id) if known else "",
    }
    if known is not None:
        terms = ("licence", "licence_url", "attribution", "source_url")
        guessed |= {name: getattr(known, name) for name in terms}
    return guessed | {name: value for name, value in said.items() if value}


def _provider(preview: Preview) -> str:
    named = [party for party in preview.others if not _ANYBODY & set(normalised(party).split())]
    return named[0] if len(preview.others) == 1 and named else ""


def _service(matrix_import: MatrixImport, preview: Preview) -> str:
    if preview.title:
        return _BETWEEN.split(preview.title)[0].strip()[:160]
    if preview.layout.format == "html" or matrix_import.is_written:
        return ""
    stem = _ENDING.sub("", PurePath(matrix_import.name).name)
    is_file = stem != matrix_import.name
    return re.sub(r"[-_\s]+", " ", stem).strip()[:160] if is_file else ""
