"""Whoever watches the installation is told whether it is alive and ready, and nothing more."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from jobs.models import Chore, Job
from jobs.selectors import has_worker
from raci_project import health

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(minutes=10)


@pytest.fixture(autouse=True)
def _look_anew() -> Iterator[None]:
    health._is_migrated.cache_clear()
    yield
    health._is_migrated.cache_clear()


def checks(client: Client) -> dict[str, str]:
    """Return what the page says of each thing."""
    found: dict[str, str] = client.get("/readyz").json()["checks"]
    return found


def test_it_is_alive_without_asking_the_database(
    client: Client, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.thorough
def test_it_is_ready_when_all_is_there(client: Client) -> None:
    Chore.objects.create(name="x", due_at=timezone.now() + LONG_AGO)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["ready"]) == (200, True)
    assert answer.headers["Cache-Control"].startswith("max-age=0")


@pytest.mark.thorough
def test_a_migration_that_is_missing_is_told(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    latest = max(name for app, name in recorder.applied_migrations() if app == "assessments")
    recorder.record_unapplied("assessments", latest)

    found = checks(client)

    assert (found["database"], found["migrations"]) == ("ok", "failing")


def test_a_storage_that_cannot_be_written_is_told(
    client: Client, settings: LazySettings, tmp_path: Path
) -> None:
    settings.VAULT_INCOMING = str(tmp_path / "gone")

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["checks"]["storage"]) == (503, "failing")


@pytest.mark.asvs("16.5.2")
def test_a_database_that_is_down_is_told_and_nothing_breaks(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", "/nowhere/at/all")
    connection.close()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(connection, "connection", None)
        found = checks(client)

    assert (found["database"], found["migrations"], found["worker"]) == ("failing",) * 3


@pytest.mark.parametrize(
    ("due", "heartbeat", "is_there"),
    [
        pytest.param(LONG_AGO, None, True, id="nothing is due"),
        pytest.param(-LONG_AGO, None, False, id="overdue"),
        pytest.param(-LONG_AGO, timedelta(seconds=-5), True, id="being done"),
        pytest.param(-LONG_AGO, -LONG_AGO, False, id="silent"),
    ],
)
def test_a_chore_that_nobody_does_tells_that_there_is_no_worker(
    due: timedelta, heartbeat: timedelta | None, is_there: bool
) -> None:
    now = timezone.now()
    held = {"claim": uuid4(), "heartbeat_at": now + heartbeat} if heartbeat else {}
    Chore.objects.create(name="x", due_at=now + due, **held)

    assert has_worker(at=now) is is_there


def test_without_any_chore_no_worker_has_ever_run() -> None:
    assert not has_worker(at=timezone.now())


def test_a_job_that_has_waited_for_minutes_tells_that_there_is_no_worker() -> None:
    now = timezone.now()
    Chore.objects.create(name="x", due_at=now + LONG_AGO)
    Job.objects.create(kind="k", organisation_id=1, created_at=now - LONG_AGO)

    assert not has_worker(at=now)
