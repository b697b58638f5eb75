"""What the server asks before it takes a request: that it is safe, and in production prepared."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management.base import BaseCommand, SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from raci_project.checks import TAG
from raci_project.environment import Refused


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
        told = f"DATABASE_URL: the database does not answer ({type(error).__name__})."
        raise Refused(told) from error
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
