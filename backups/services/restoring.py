"""Restoring a backup into an empty installation: all of it, verified, or nothing."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from itertools import chain, islice
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DataError, IntegrityError, connection, transaction

from audit.selectors import NotedHead, verify_chains
from audit.services import Happening, append_events
from backups.manifest import DATABASE, VAULT, BackupRefused, Manifest, opened_file
from backups.rows import (
    Model,
    TableRows,
    file_hash,
    kept_models,
    last_id,
    set_last_id,
    table_hash,
)
from backups.services.backing_up import migrations_of
from database.transactions import take_long
from database.triggers import all_triggers, install, remove
from evidence.vault import CHUNK, addresses, arriving, place

RESTORED: Final = "installation-restored"
_BATCH: Final = 200
# What a row that no table of ours ever held may raise on either engine.
_NO_ROW: Final = (DataError, IntegrityError, OverflowError, TypeError, ValueError)


class NotEmpty(Exception):
    """The installation has something in it; the message names the first thing found."""


def restore(folder: Path, *, at: datetime) -> Manifest:
    """Fill an empty, migrated installation with a backup, and note it in the log.

    Everything is checked before anything is written: the signature, the release, every table and
    file by its hash. The database is then filled in one transaction, compared table by table with
    what the backup said, and the chains of the log are read to the heads that were noted. Killed
    at any moment it leaves an empty database; files that were placed already are found again by
    the next try, or swept. Raises `BackupRefused`, `NotEmpty`, `OSError` and the database's
    `Error`; then nothing was restored.
    """
    manifest = Manifest.read(folder, key=settings.AUDIT_KEY, key_id=settings.AUDIT_KEY_ID)
    _check_release(manifest)
    _check_files(manifest, folder)
    _check_empty(manifest)
    for name in manifest.vault:
        _place(folder / VAULT / name, name)
    with transaction.atomic():
        take_long()
        _check_empty(manifest)
        _check_filled(manifest, _fill(manifest, folder / DATABASE))
        new = {"backup_made_at": manifest.made_at, "heads": list(manifest.heads)}
        happening = Happening(RESTORED, "installation", "", new=new)
        append_events(organisation_id=None, happenings=[happening], actor_id=None, at=at)
    return manifest


def _check_release(manifest: Manifest) -> None:
    here = migrations_of()
    if here == manifest.migrations:
        return
    different = sorted(
        f"{app}: {manifest.migrations.get(app, 'none')} there, {here.get(app, 'none')} here"
        for app in here.keys() | manifest.migrations.keys()
        if here.get(app) != manifest.migrations.get(app)
    )
    message = (
        "The backup is of another release; restore with that release and upgrade then. "
        f"Migrations differ: {'; '.join(different)}."
    )
    raise BackupRefused(message)


def _check_files(manifest: Manifest, folder: Path) -> None:
    names = {model._meta.db_table for model in kept_models()}
    if different := sorted(names ^ {*manifest.tables}):
        raise BackupRefused(f"Tables differ: {', '.join(different)}.")
    for model in kept_models():
        table = model._meta.db_table
        if file_hash(model, folder / DATABASE) != manifest.tables[table].sha256:
            raise BackupRefused(f"The rows of {table} are not those that were backed up.")
    for name in manifest.vault:
        if _digest(folder / VAULT / name) != name.rpartition("/")[2]:
            raise BackupRefused(f"The file {VAULT}/{name} is missing or was changed.")


def _check_empty(manifest: Manifest) -> None:
    for model in kept_models():
        if model._base_manager.exists():
            raise NotEmpty(f"the table {model._meta.db_table} has rows")
    for name in addresses():
        if name not in manifest.vault:
            raise NotEmpty(f"the vault has the file {name}")


def _fill(manifest: Manifest, folder: Path) -> dict[Model, TableRows]:
    """Insert all rows, and return what was read of each table.

    Triggers judge changes; these rows passed them when they were written.
    """
    remove(connection, all_triggers())
    filled = {}
    for model in kept_models():
        filled[model] = TableRows(model, folder)
        _insert(model, filled[model])
        set_last_id(model, manifest.tables[model._meta.db_table].last_id, using=DEFAULT_DB_ALIAS)
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise BackupRefused(f"Rows that belong together do not agree: {error}") from error
    install(connection, all_triggers())
    return filled


def _insert(model: Model, rows: TableRows) -> None:
    """Insert the rows of a table, as many at once as a database takes values of."""
    fields, quoted = model._meta.local_concrete_fields, connection.ops.quote_name
    columns = ", ".join(quoted(str(each.column)) for each in fields)
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608  # our own names
    one = f"({', '.join(['%s'] * len(fields))})"
    left, done = iter(rows), 0
    size = connection.ops.bulk_batch_size(fields, range(_BATCH))
    with connection.cursor() as cursor:
        while batch := list(islice(left, size)):
            try:
                cursor.execute(into + ", ".join([one] * len(batch)), [*chain(*batch)])
            except _NO_ROW as error:
                place = f"lines {done + 1} to {done + len(batch)}"
                message = f"{model._meta.db_table}: one of {place} is none of this table: {error}"
                raise BackupRefused(message) from error
            done += len(batch)


def _check_filled(manifest: Manifest, filled: Mapping[Model, TableRows]) -> None:
    for model, rows in filled.items():
        told = manifest.tables[model._meta.db_table]
        found = (table_hash(model, using=DEFAULT_DB_ALIAS), last_id(model, using=DEFAULT_DB_ALIAS))
        # The file again: somebody may have changed it since it was checked.
        if (rows.file_hash, *found) != (told.sha256, rows.table_hash, told.last_id):
            raise BackupRefused(f"{model._meta.db_table} did not come out as it went in.")
    for log in verify_chains(_noted(manifest)):
        if log.broken_at is not None:
            raise BackupRefused(f"The log {log.chain} does not hold: {log.reason}.")


def _noted(manifest: Manifest) -> list[NotedHead]:
    try:
        return [NotedHead.read(each) for each in manifest.heads]
    except ValueError as error:
        raise BackupRefused(f"The backup notes what is no head of a log: {error}") from error


def _place(source: Path, name: str) -> None:
    organisation = name.partition("/")[0]
    with arriving(_chunks(source), limit=source.stat().st_size) as arrival:
        place(arrival, organisation_id=int(organisation))


def _chunks(path: Path) -> Iterator[bytes]:
    with opened_file(path) as file:
        while chunk := file.read(CHUNK):
            yield chunk


def _digest(path: Path) -> str:
    digest = sha256()
    try:
        for chunk in _chunks(path):
            digest.update(chunk)
    except OSError:
        return ""
    return digest.hexdigest()
