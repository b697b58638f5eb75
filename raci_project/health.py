"""What whoever watches the installation asks: is it alive, is it ready for people."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from evidence.vault import is_at
from jobs.selectors import has_worker

_NOBODY_S: Final = "0/00/0"  # an address of no organisation


@login_not_required
@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that the process answers. It asks nothing else: not the database, not the disk."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
@never_cache
def readyz(_request: HttpRequest) -> JsonResponse:
    """Say of each thing that work needs whether it is there; 503 unless all are.

    `database` answers, `migrations` are those of this release, `storage` of proofs can be read
    and uploads written, a `worker` does what waits. What is wrong with it stands in the log.
    """
    found = {name: is_there() for name, is_there in CHECKS.items()}
    is_ready = all(found.values())
    told = {name: "ok" if is_there else "failing" for name, is_there in found.items()}
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse({"ready": is_ready, "checks": told}, status=status)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    return True


def _has_migrations() -> bool:
    try:
        return _is_migrated()
    except (Error, _NotMigrated):
        return False


class _NotMigrated(Exception):
    """Something is to be migrated."""


@lru_cache(maxsize=1)
def _is_migrated() -> bool:
    """Look once: what is migrated stays so while this release runs. Raises `_NotMigrated`."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _NotMigrated
    return True


def _has_storage() -> bool:
    try:
        with TemporaryFile(dir=Path(settings.VAULT_INCOMING)) as file:
            file.write(b"0")
        is_at(_NOBODY_S)
    except (OSError, ImproperlyConfigured):
        return False
    return True


def _has_worker() -> bool:
    try:
        return has_worker(at=timezone.now())
    except Error:
        return False


CHECKS: Final[Mapping[str, Callable[[], bool]]] = {
    "database": _has_database,
    "migrations": _has_migrations,
    "storage": _has_storage,
    "worker": _has_worker,
}
