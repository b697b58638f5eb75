"""Deleting an organisation whole: everything that is its own goes, its log stays."""

from datetime import datetime

from accounts.models import Organisation
from assessments.models import Assessment
from audit.services import Happening, append_events, close_chain
from database.transactions import change
from jobs.services import forget_jobs
from matrix.models import Edition
from matrix.services import withdraw_edition


@change
def delete_organisation(*, organisation: Organisation, at: datetime) -> None:
    """Delete an organisation with its people's memberships, matrices and assessments.

    Its events stay, hold ids only, and are closed by a last one. People keep their accounts.
    """
    Assessment.objects.filter(organisation=organisation).delete()
    for edition in Edition.objects.filter(matrix__organisation=organisation).defer("source"):
        withdraw_edition(edition=edition, at=at)
    pk = organisation.pk
    forget_jobs(organisation_id=pk)
    organisation.delete()
    append_events(
        organisation_id=pk,
        happenings=[Happening("organisation-deleted", "organisation", str(pk))],
        actor_id=None,
        at=at,
    )
    close_chain(organisation_id=pk)
