"""A file from the disk into the library: a page, or a bundle with its page beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from accounts.models import Organisation
from database.transactions import change
from matrix.bundles import (
    Bundle,
    Labels,
    Options,
    Provenance,
    read_bundle,
    read_labels,
    read_options,
)
from matrix.models import Edition
from matrix.readers import Choice, Limits, MatrixRefused, read_matrix
from matrix.services.labelling import attach_labels
from matrix.services.options import attach_options
from matrix.services.publishing import EditionAlreadyLoaded, publish_edition


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file: its edition, whether it is new, the languages of its labels."""

    edition: Edition
    is_new: bool
    label_languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Overlays:
    """What lies beside a page: its texts in other languages, and its options if it has some."""

    labels: tuple[Labels, ...]
    options: Options | None


def load_file(
    *,
    path: Path,
    at: datetime,
    provenance: Provenance | None = None,
    label_files: tuple[Path, ...] = (),
    organisation: Organisation | None = None,
) -> Loaded:
    """Publish the matrix of a file and attach its labels; loading it again changes nothing.

    A `.json` file is a bundle: it names its provenance, and its page stands beside it. Any
    other file is a page, and `provenance` must be given. Files named `*.labels.*.json` after
    the matrix are attached by themselves, and so is `*.options.json` to a bundled one. Raises
    `MatrixRefused`, `LabelsDoNotFit`, `OptionsDoNotFit`, `OSError`.
    """
    if path.suffix == ".json":
        page, bundle = _bundled(path)
    else:
        page, bundle = _page(path, provenance)
    found = label_files or tuple(_labels_beside(path))
    overlays = _Overlays(
        tuple(read_labels(content_of(name)) for name in found), _options_beside(path)
    )
    return _load(page, bundle, overlays, at=at, organisation=organisation)


def matrix_limits() -> Limits:
    """Return how much of a matrix this installation reads (docs/configuration.md)."""
    return Limits(
        file_bytes=settings.MATRIX_MAX_BYTES,
        rows=settings.MATRIX_MAX_ROWS,
        inflated_bytes=settings.MATRIX_MAX_INFLATED_BYTES,
    )


def content_of(path: Path) -> bytes:
    """Return a file's bytes, and of one that is too large only enough for it to be refused."""
    with path.open("rb") as file:
        return file.read(settings.MATRIX_MAX_BYTES + 1)


def _page(path: Path, provenance: Provenance | None) -> tuple[bytes, Bundle]:
    if provenance is None:
        raise ValueError("a page does not say whose it is")
    page = content_of(path)
    reading = read_matrix(page, Choice(path.name), limits=matrix_limits())
    return page, Bundle(provenance, reading)


def _bundled(path: Path) -> tuple[bytes, Bundle]:
    """Read a bundle and its page; nothing is believed that the page does not say as well."""
    bundle = read_bundle(content_of(path))
    page_path = path.with_suffix(".md")
    page = content_of(page_path)
    reading = read_matrix(
        page, Choice(page_path.name, bundle.reading.client_party), limits=matrix_limits()
    )
    if reading != bundle.reading:
        message = f"{page_path.name} reads differently now; write {path.name} again."
        raise MatrixRefused("damaged", path.name, message)
    return page, Bundle(bundle.provenance, reading)


def _labels_beside(path: Path) -> Iterator[Path]:
    stem = path.name.split(".")[0]
    return iter(sorted(path.parent.glob(f"{stem}.labels.*.json")))


def _options_beside(path: Path) -> Options | None:
    beside = path.parent / f"{path.name.split('.')[0]}.options.json"
    return read_options(content_of(beside)) if path.suffix == ".json" and beside.exists() else None


@change
def _load(
    page: bytes,
    bundle: Bundle,
    overlays: _Overlays,
    *,
    at: datetime,
    organisation: Organisation | None,
) -> Loaded:
    try:
        edition = publish_edition(
            reading=bundle.reading,
            source=page,
            provenance=bundle.provenance,
            organisation=organisation,
            at=at,
        )
        is_new = True
    except EditionAlreadyLoaded as known:
        edition, is_new = known.edition, False
    for label in overlays.labels:
        attach_labels(edition=edition, labels=label, at=at)
    if overlays.options and organisation is None:
        attach_options(edition=edition, options=overlays.options, at=at)
    return Loaded(edition, is_new, tuple(label.language for label in overlays.labels))
