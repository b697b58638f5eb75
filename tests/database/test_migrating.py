"""Bringing a database of an earlier release up to date."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def _manage(data: Path, *arguments: str) -> None:
    environment = {**os.environ, "REMIT_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        capture_output=True,
    )


@pytest.mark.sqlite
@pytest.mark.thorough
def test_tables_that_triggers_look_into_can_be_rebuilt(tmp_path: Path) -> None:
    # A release that had triggers, and the one that gave answers further columns.
    _manage(tmp_path, "migrate", "assessments", "0002_upgrades_and_options")

    _manage(tmp_path, "migrate")

    _manage(tmp_path, "check", "--database", "default", "--fail-level", "WARNING")
