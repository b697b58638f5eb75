"""What the server asks before it takes a request: that it is safe, and in production prepared."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management.base import BaseCommand, SystemCheckError
from django.db import DatabaseError, Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import override

from database.faults import Fault, fault_of
from raci_project.checks import TAG
from raci_project.environment import Refused
from raci_project.outages import first_line, outage_of

_NEWER: Final = (
    "DATABASE_URL: the tables are those of a newer release ({}). Install that release, or restore"
    " a backup of this one (docs/upgrade.md)."
)


@contextmanager
def outages_refused() -> Iterator[None]:
    """Raise `Refused`, in one sentence without a password, for an outage met in the block."""
    try:
        yield
    except (Error, OSError) as error:
        if isinstance(error, Error) and fault_of(error) is Fault.AWAY:
            raise Refused(_away(error)) from error
        outage = outage_of(error)
        if outage is None:
            raise
        with override("en"):
            raise Refused(f"{outage.sentence} ({first_line(error)})") from error


def _away(error: Error) -> str:
    found = settings.DATABASES["default"]
    why = first_line(error).removesuffix(".")
    if found["ENGINE"].endswith("sqlite3"):
        return f"DATABASE_URL: {found['NAME']} cannot be opened ({why}). Look who may read it."
    host = found.get("OPTIONS", {}).get("host") or found["HOST"] or "this machine"
    port = f":{found['PORT']}" if found["PORT"] else ""
    # No driver is known to repeat it; this line is on screens and in logs.
    password = found["PASSWORD"]
    why = why.replace(password, "…") if password else why
    asked = f"DATABASE_URL: the database {found['NAME']} at {host}{port} does not answer ({why})."
    return f"{asked} Start it, or mend the address."


def refuse_taken(addresses: Iterable[Any]) -> None:
    """Raise `Refused` when one of these (host, port) cannot be listened at: 127.0.0.1, 8000.

    Asked before anything is prepared: another Remit may be at work there, on the same files.
    Sockets of other kinds are left to the server.
    """
    for address in addresses:
        if not isinstance(address, tuple):
            continue
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        told = f"PORT: {address[0]}:{address[1]} cannot be listened at"
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(address)
            except OSError as error:
                advice = "End what listens there, or set PORT to another number."
                raise Refused(f"{told} ({error.strerror}). {advice}") from error


def refuse_unwritable() -> None:
    """Raise `Refused` naming the folder that takes no file, where Remit keeps data of its own."""
    folders = {"REMIT_DATA": settings.DATA_DIR, "VAULT_FOLDER": settings.VAULT_INCOMING}
    for variable, folder in folders.items():
        try:
            with TemporaryFile(dir=folder) as file:
                file.write(b"0")
        except OSError as error:
            told = f"{variable}: {folder} cannot be written ({error.strerror})."
            raise Refused(f"{told} Make room, or give it to who runs Remit.") from error


def refuse_newer() -> None:
    """Raise `Refused` when the tables were made by a later release than this one."""
    loader = MigrationLoader(connection)
    known = loader.disk_migrations.keys()
    applied = (each for each in loader.applied_migrations if each[0] in loader.migrated_apps)
    strange = sorted(".".join(each) for each in applied if each not in known)
    if strange:
        raise Refused(_NEWER.format(strange[-1]))


def refuse_unsafe() -> None:
    """Raise `Refused` with every rule of `checks` that is broken; print what is only a warning."""
    try:
        BaseCommand().check(tags=[TAG], databases=["default"], include_deployment_checks=True)
    except SystemCheckError as error:
        raise Refused(str(error)) from error


def refuse_unprepared() -> None:
    """Raise `Refused` naming the command to run, when tables or static files are not those."""
    try:
        has_tables = _is_migrated()
    except DatabaseError as error:
        raise Refused(_away(error)) from error
    if not has_tables:
        raise Refused("Tables are not those of this release. Run manage.py bootstrap --no-demo")
    if not is_collected():
        raise Refused("Static files are not those of this release. Run manage.py collectstatic")


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()


def is_collected() -> bool:
    """Tell whether every static file of this release was collected as it is."""
    root = Path(settings.STATIC_ROOT)
    if not (root / "staticfiles.json").is_file():
        return False
    for finder in get_finders():
        for name, storage in finder.list([]):
            collected = root / name
            with storage.open(name) as file:
                if not collected.is_file() or collected.read_bytes() != file.read():
                    return False
    return True
