"""Keeping the present release: a database with something in every table, and a workbook."""

import lzma
import os
import sqlite3
import sys
import tomllib
from pathlib import Path
from typing import Final

from tests.environment import FOLDER  # isort: skip  # before anything reads settings
from tests.releases import DATABASE, KEPT, VARIABLES, WORKBOOK
from tests.releases.tables import empty_tables

# Nobody fills these, or nobody misses what is in them.
MAY_BE_EMPTY: Final = frozenset(
    {
        "account_emailconfirmation",
        "auth_group",
        "auth_group_permissions",
        "cache_entries",
        "django_session",
        "socialaccount_socialaccount",
        "socialaccount_socialapp",
        "socialaccount_socialtoken",
    }
)
_LARGEST: Final = 300_000


def keep() -> None:
    """Fill an installation of its own, and keep it under the version of pyproject.toml.

    Refuses to keep one with an empty table, or one that is larger than a repository should hold.
    """
    os.environ.pop("DATABASE_URL", None)
    os.environ.update(VARIABLES)
    os.environ["DJANGO_SETTINGS_MODULE"] = "raci_project.settings"
    root = KEPT.parent.parent.parent
    version = tomllib.loads((root / "pyproject.toml").read_text())["project"]["version"]
    folder = KEPT / version
    folder.mkdir(parents=True, exist_ok=True)
    _fill(folder / WORKBOOK)
    packed = _packed(Path(FOLDER.name) / "remit.sqlite3")
    (folder / DATABASE).write_bytes(packed)
    sys.stdout.write(f"Kept {folder}: {len(packed)} bytes of database.\n")


def _fill(workbook: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.utils import setup_test_environment

    from assessments.models import Assessment

    # Mails are looked into by what makes the rows, and sent nowhere.
    setup_test_environment()
    call_command("bootstrap")
    from tests.worlds import make_full_world

    make_full_world()
    call_command("chores")
    first = Assessment.objects.order_by("pk")[0]
    call_command("export_assessment", first.pk, output=str(workbook))


def _packed(file: Path) -> bytes:
    from django.db import connections

    connections.close_all()
    with sqlite3.connect(file) as kept:
        kept.execute("DELETE FROM django_session")
        kept.commit()
        kept.execute("VACUUM")
    if empty := empty_tables(file) - MAY_BE_EMPTY:
        sys.exit(f"Nothing is in {', '.join(sorted(empty))}: give tests/worlds.py something.")
    packed = lzma.compress(file.read_bytes(), preset=9 | lzma.PRESET_EXTREME)
    if len(packed) > _LARGEST:
        sys.exit(f"{len(packed)} bytes are more than a repository should hold.")
    return packed
