"""Which documents are made, and from what."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from tests.asvs.table import TABLE, markers, requirements, written
from tests.documents import licences, permissions, sbom
from tests.documents.lock import ROOT, Pinned, pinned

_DOCS: Final = ROOT / "docs"


def _locked() -> tuple[list[Pinned], list[Pinned]]:
    return pinned("requirements.txt"), pinned("requirements-s3.txt")


DOCUMENTS: Final[dict[Path, Callable[[], str]]] = {
    TABLE: lambda: written(requirements(), markers()),
    _DOCS / "permissions.md": permissions.written,
    _DOCS / "licences.md": lambda: licences.written(*_locked()),
    _DOCS / "sbom.json": lambda: sbom.written(*_locked()),
}
