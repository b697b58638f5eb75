"""A backup made on SQLite, of what a release had in every table, goes into the engine at hand."""

import lzma
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.database.test_upgrading import RELEASES, engine
from tests.releases import DATABASE, VARIABLES

__all__ = ["engine"]

pytestmark = pytest.mark.thorough


def test_a_backup_of_sqlite_is_restored_on_the_engine_at_hand(
    tmp_path: Path, engine: dict[str, str]
) -> None:
    old, folder = tmp_path / "old", tmp_path / "backup"
    old.mkdir()
    kept = (RELEASES[-1] / DATABASE).read_bytes()
    (old / "remit.sqlite3").write_bytes(lzma.decompress(kept))
    (tmp_path / "new").mkdir()
    new = engine | {"REMIT_DATA": str(tmp_path / "new")}

    manage({"REMIT_DATA": str(old)}, "migrate", "--verbosity=0")
    said = manage({"REMIT_DATA": str(old)}, "backup", str(folder), code=1)
    restored = manage(new, "restore", str(folder))

    assert "missing: " in said  # files of proofs were not kept with the release
    assert "logs hold" in restored
    manage(new, "verify_audit")


def manage(variables: dict[str, str], *words: str, code: int = 0) -> str:
    """Run a command of an installation of its own, and return what it printed."""
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(  # noqa: S603  # our own commands
        [sys.executable, "manage.py", *words],
        cwd=settings.BASE_DIR,
        env=inherited | VARIABLES | variables,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done.stdout
