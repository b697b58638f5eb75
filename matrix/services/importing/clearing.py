"""Imports go: discarded by a person, or forgotten for a month."""

from datetime import datetime, timedelta
from typing import Final

from accounts.models import Membership, Organisation
from audit.services import Happening, append_events
from database.transactions import change
from matrix.models import MatrixImport
from matrix.services.importing.changing import ImportChanged, cancel_work

KEPT_FOR: Final = timedelta(days=30)


@change
def discard_import(*, matrix_import: MatrixImport, by: Membership, at: datetime) -> None:
    """Forget an import, and stop the job that reads it. Nothing of it was in the library.

    Raises `ImportChanged` when it is published by now.
    """
    # Before the job, which a publishing worker locks last.
    if not MatrixImport.objects.open().filter(pk=matrix_import.pk).delete()[0]:
        raise ImportChanged
    cancel_work(matrix_import=matrix_import, at=at)
    happening = Happening("import-discarded", "import", str(matrix_import.pk))
    append_events(
        organisation_id=by.organisation_id, happenings=[happening], actor_id=by.user_id, at=at
    )


def remove_stale_imports(*, at: datetime, organisation: Organisation | None = None) -> int:
    """Delete what was brought more than 30 days ago; return how many, of one or of all."""
    stale = MatrixImport.objects.filter(made_at__lt=at - KEPT_FOR)
    if organisation is not None:
        stale = stale.of_organisation(organisation)
    return stale.delete()[0]
