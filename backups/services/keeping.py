"""Exports that a job made: beside the vault, in Django's `STORAGES["made"]`, for a day.

They are named by the result of their job alone. The chore that clears made files
(`assessments.services.made`) removes what no workbook names a day after it was written, so these.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Self

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import storages

from backups.archive import archived
from backups.services.exporting import Extract
from evidence.vault import sync
from jobs.models import Job

KEPT: Final = timedelta(days=1)
# What a killed process leaves is swept with the workbooks it was making (chore clear-made-files).
PREFIX: Final = "made-export-"


class ExportGone(Exception):
    """The file was kept for its day, or its storage has lost it."""


@dataclass(frozen=True, slots=True)
class KeptExport:
    """An export that was made: what the result of its job says of it. `size` is in bytes."""

    place: str
    name: str
    size: int
    rows: int
    missing: tuple[str, ...]
    sums_sha256: str

    @classmethod
    def of(cls, job: Job, *, at: datetime) -> Self | None:
        """Return what a job made, None when it made nothing or that is gone at `at`."""
        if job.finished_at is None or "place" not in job.result or at >= job.finished_at + KEPT:
            return None
        return cls(**{**job.result, "missing": tuple(job.result["missing"])})

    def as_result(self) -> dict[str, Any]:
        """Return it as the result of a job."""
        return {**asdict(self), "missing": list(self.missing)}


class _Written(File):  # type: ignore[type-arg]
    """What the storage saves: a folder moves it, S3 reads it."""

    def temporary_file_path(self) -> str:
        """Return where it is, so that a folder moves it instead of copying."""
        return str(self.name)


@contextmanager
def folder_to_export_in() -> Iterator[Path]:
    """Give a folder to write in, gone at the end with all that is left in it."""
    with TemporaryDirectory(dir=settings.VAULT_INCOMING, prefix=PREFIX) as folder:
        yield Path(folder)


def keep(made: Extract, job: Job, folder: Path) -> KeptExport:
    """Write an export as one file and put it at a place of its own.

    Raises `OSError`, and `backups.archive.ContentChanged` when a proof is no longer what it was.
    """
    path = folder / "whole.zip"
    with path.open("wb") as file:
        os.chmod(path, 0o600)
        file.writelines(archived(made.entries))
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as written:
        size = path.stat().st_size
        wanted = f"{job.organisation_id}/export-{job.key}.zip"
        place = storages["made"].save(wanted, _Written(written, str(path)))
    with suppress(NotImplementedError):  # a storage without folders
        sync(Path(storages["made"].path(place)).parent)
    return KeptExport(place, made.name, size, made.rows, made.missing, made.sums_sha256)


def opened(kept: KeptExport) -> File:  # type: ignore[type-arg]
    """Return the file, to be read from its beginning and closed. Raises `ExportGone`."""
    try:
        return storages["made"].open(kept.place, "rb")
    except FileNotFoundError as gone:
        raise ExportGone(kept.place) from gone
