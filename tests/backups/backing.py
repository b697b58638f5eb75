"""An installation with something in it, and the same one emptied."""

from pathlib import Path
from shutil import rmtree

from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from audit.services import Happening, append_events
from database.triggers import all_triggers, remove
from tests.assessments.proofs.proving import cover, make_proof
from tests.builders import NOW, make_assessment, make_member


def make_filled() -> tuple[Membership, Assessment]:
    """Make an organisation with an assessment, answers, a file as proof, and its log."""
    manager = make_member(Role.MANAGER)
    assessment = make_assessment(manager)
    rows = cover(assessment, by=manager, number=2)
    make_proof(*rows, by=manager, title="Restore of March")
    happening = Happening("installed", "installation", "")
    with transaction.atomic():
        append_events(organisation_id=None, happenings=[happening], actor_id=None, at=NOW)
    return manager, assessment


def make_empty(*, with_vault: bool = True) -> None:
    """Empty the database and, `with_vault`, the vault, as those of a new installation are."""
    remove(connection, all_triggers())
    call_command("flush", interactive=False, verbosity=0)
    if with_vault:
        empty_vault()


def vault() -> Path:
    """Return the folder of the running test's vault."""
    return Path(storages["vault"].path(""))


def empty_vault() -> None:
    """Take every file out of the vault."""
    for folder in vault().iterdir():
        if folder.name.isdecimal():
            rmtree(folder)
