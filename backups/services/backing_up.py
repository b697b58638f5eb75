"""Making a backup: a folder that is whole, or is not there."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from shutil import rmtree
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.recorder import MigrationRecorder

from audit.models import ChainHead
from audit.selectors import Head
from backups.manifest import DATABASE, VAULT, BackupRefused, Manifest, TableFile
from backups.rows import kept_models, write_table
from backups.snapshot import snapshot
from evidence.models import Evidence
from evidence.vault import CHUNK, FileMissing, address, opened, sync

PARTIAL: Final = ".partial"


def back_up(folder: Path, *, at: datetime) -> Manifest:
    """Write database and vault as they are at one moment to a new folder, signed.

    People go on working. The folder has its name once it is whole and on the disk; one that fails
    leaves nothing, and what a killed one leaves is called `….partial`, which the next one to the
    same place clears away. A file that the vault has lost, or has not as it was, is named in
    `missing`; the rest is kept. Raises `BackupRefused` when the folder is there already, `OSError`
    and the database's `Error`.
    """
    if folder.exists():
        message = f"{folder} is there already: name a folder that is not."
        raise BackupRefused(message)
    with _made_whole(folder) as partial:
        with snapshot(partial) as using:
            tables = {
                model._meta.db_table: write_table(model, partial / DATABASE, using=using)
                for model in kept_models()
            }
            manifest = _manifest(tables, partial, using, at)
        manifest.write(partial, key=settings.AUDIT_KEY, key_id=settings.AUDIT_KEY_ID)
    return manifest


def migrations_of(using: str = DEFAULT_DB_ALIAS) -> dict[str, str]:
    """Return the last migration of each app, by app."""
    applied = MigrationRecorder(connections[using]).applied_migrations()
    return dict(sorted(applied))


@contextmanager
def _made_whole(folder: Path) -> Iterator[Path]:
    """Give a folder to fill, which has the name of `folder` afterwards, or is gone again."""
    partial = folder.with_name(folder.name + PARTIAL)
    rmtree(partial, ignore_errors=True)
    try:
        (partial / DATABASE).mkdir(mode=0o700, parents=True)
        partial.chmod(0o700)
        yield partial
        _sync(partial)
        partial.rename(folder)
        sync(folder.parent)
    finally:
        # A disk that got full of it is not left full.
        rmtree(partial, ignore_errors=True)


def _manifest(tables: dict[str, TableFile], partial: Path, using: str, at: datetime) -> Manifest:
    kept: dict[str, int] = {}
    missing: list[str] = []
    for name in _addresses(using):
        size = _copied(name, partial / VAULT / name)
        if size is None:
            missing.append(name)
        else:
            kept[name] = size
    heads = ChainHead.objects.using(using).filter(sequence__gt=0).order_by("chain")
    return Manifest(
        made_at=at.astimezone(UTC).isoformat(timespec="seconds"),
        engine=connections[using].vendor,
        migrations=migrations_of(using),
        tables=tables,
        heads=tuple(Head(each.sequence, each.seal).named(each.chain) for each in heads),
        vault=kept,
        missing=tuple(missing),
    )


def _addresses(using: str) -> Iterator[str]:
    """Yield where the files of all proofs are, each once."""
    named = Evidence.objects.using(using).in_vault().order_by("organisation", "sha256")
    for organisation_id, digest in named.values_list("organisation_id", "sha256").distinct():
        yield address(organisation_id, digest)


def _copied(name: str, target: Path) -> int | None:
    """Copy a file out of the vault, and return its size; None where it is not what it was."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = sha256(), 0
    try:
        with opened(name) as file, target.open("wb") as copy:
            for chunk in file.chunks(CHUNK):
                digest.update(chunk)
                size += len(chunk)
                copy.write(chunk)
    except FileMissing:
        return None
    if digest.hexdigest() == target.name:
        return size
    target.unlink()
    return None


def _sync(folder: Path) -> None:
    """Return once all of a folder would outlast a power failure."""
    for path in (*folder.rglob("*"), folder):
        sync(path)
