"""A hostile folder is refused by name, at little cost, and nothing of it is restored."""

import shutil
from pathlib import Path

import pytest
from django.db import DEFAULT_DB_ALIAS

from backups.manifest import BackupRefused
from backups.rows import kept_models, table_hash
from backups.services import back_up, restore
from tests.backups.backing import make_empty, make_filled, vault
from tests.builders import NOW, make_team
from tests.evidence.conftest import vault_folder
from tests.fuzzing.child import MEGABYTES, SECONDS
from tests.fuzzing.measuring import Measured
from tests.hostile.folders import folders
from tests.needs import some

__all__ = ["vault_folder"]


def standing() -> dict[str, str]:
    """Return the hash of each table."""
    return {
        model._meta.db_table: table_hash(model, using=DEFAULT_DB_ALIAS) for model in kept_models()
    }


def files_of(folder: Path) -> set[str]:
    """Return the names of all files in a folder, by their way from it."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_there_are_enough_of_them() -> None:
    assert len(folders()) >= 100


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("vault_folder")
def test_each_is_refused_and_nothing_is_written(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("backups")  # not the vault's own
    manager, _assessment = make_filled()
    make_team(manager)
    back_up(place / "good", at=NOW)
    make_empty()
    before = standing()
    damages = folders()

    accepted = []
    for number, what in enumerate(some(damages, one_in=12)):
        folder = place / str(number)
        shutil.copytree(place / "good", folder)
        damages[what](folder)
        with Measured() as measured:
            if not _is_refused(folder):
                accepted.append(what)
                make_empty()
        assert measured.seconds < SECONDS, what
        assert measured.megabytes < MEGABYTES, what

    assert accepted == []
    assert standing() == before
    # Files of the good backup may have been placed; nobody names them, and they are swept.
    assert files_of(vault()) <= files_of(place / "good" / "vault")


def _is_refused(folder: Path) -> bool:
    try:
        restore(folder, at=NOW)
    except BackupRefused:
        return True
    return False
