"""An installation with something in it, and the same one emptied."""

from pathlib import Path
from shutil import rmtree

from django.core.files.storage import storages
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from assessments.services.answering import AnswerValues
from audit.services import Happening, append_events
from database.triggers import all_triggers, remove
from tests.assessments.proofs.proving import cover, make_proof
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_member,
    make_page,
)

_AT_ONCE = 1_000


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


def make_answered(rows: int, *, by: Membership) -> None:
    """Answer so many duties, in assessments of a thousand; each has its event in the log."""
    if not rows:
        return
    edition = make_edition(make_page(min(rows, _AT_ONCE)))
    for done in range(0, rows, _AT_ONCE):
        values = [
            AnswerValues(coverage="gap", note=f"As agreed in meeting {number}")
            for number in range(min(_AT_ONCE, rows - done))
        ]
        make_answers(make_assessment(by, edition=edition), *values, by=by)


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
