"""Asking that an organisation is exported in the background."""

from datetime import datetime
from typing import Final

from accounts.models import Membership, Organisation
from backups.services.exporting import rows_to_export
from database.transactions import change
from jobs.models import Job, JobQuerySet
from jobs.services import enqueue

KIND: Final = "export-organisation"
# As many are read in some two seconds; more are left to a worker.
ROWS_AT_ONCE: Final = 20_000


def is_long(organisation: Organisation) -> bool:
    """Tell whether exporting an organisation takes longer than a person should wait for."""
    return rows_to_export(organisation.pk) > ROWS_AT_ONCE


def exports_of(organisation: Organisation) -> JobQuerySet:
    """Keep the jobs that export an organisation."""
    return Job.objects.of_organisation(organisation.pk).filter(kind=KIND)


@change
def ask_for_export(*, by: Membership, language: str, at: datetime) -> Job:
    """Have the organisation of a member exported by a worker.

    Who asks while one of theirs is on its way gets that one. No event: each handing out of the
    file has its own (`record_extract`).
    """
    mine = exports_of(by.organisation).asked_by(by.pk).unfinished()
    found = mine.filter(cancel_requested_at=None).latest_first().first()
    return found or enqueue(
        kind=KIND,
        organisation_id=by.organisation_id,
        made_by_id=by.pk,
        payload={"language": language},
        at=at,
    )
