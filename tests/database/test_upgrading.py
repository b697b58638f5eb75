"""A release takes over what the one before it kept."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from tests.releases import KEPT
from tests.releases.tables import unlike_their_models

RELEASES = sorted(path for path in KEPT.iterdir() if path.is_dir())


@pytest.fixture
def engine(tmp_path: Path, django_db_blocker: object) -> Iterator[dict[str, str]]:
    """Return the variables of an empty installation on the engine of this run."""
    variables = {"REMIT_DATA": str(tmp_path)}
    if connection.vendor == "sqlite":
        yield variables
        return
    with django_db_blocker.unblock():  # type: ignore[attr-defined]  # pytest-django's
        with connection.cursor() as cursor:
            name = f"kept_{os.getpid()}"
            cursor.execute(f"CREATE DATABASE {name}")
        connection.close()
        parts = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}")
        yield variables | {"DATABASE_URL": urlunsplit(parts)}
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
        connection.close()


def test_a_release_is_kept_for_the_next_one() -> None:
    assert RELEASES, "make keep-release"


@pytest.mark.thorough
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_kept_release_is_taken_over_whole(release: Path, engine: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}

    done = subprocess.run(  # noqa: S603  # our own code
        [sys.executable, "-m", "tests.releases.upgrading", str(release)],
        cwd=settings.BASE_DIR,
        env=environment | engine,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert found.pop("pages") > 20
    assert found == {"gone": [], "unlike": [], "refused": [], "said": []}


@pytest.mark.django_db
def test_a_column_that_no_model_has_is_found() -> None:
    before = unlike_their_models()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE jobs_chore ADD COLUMN forgotten integer NULL")

    assert before == []
    assert unlike_their_models() == ["jobs_chore.forgotten"]
