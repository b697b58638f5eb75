"""Deleting an organisation whole: everything that is its own goes, its log stays."""

from datetime import datetime

from accounts.models import Membership, Organisation, User
from accounts.selectors.belonging import rows_of
from accounts.selectors.closing import ClosedLog
from audit.models import chain_of
from audit.selectors import head_of
from audit.services import Happening, append_events, close_chain
from database.transactions import change, take_long
from matrix.models import Edition, Provider


class OrganisationGone(Exception):
    """Somebody else deleted the organisation a moment ago."""


@change
def delete_organisation(
    *, organisation: Organisation, at: datetime, by: User | None = None
) -> ClosedLog:
    """Delete an organisation with its people's memberships, matrices and assessments.

    Its events stay, closed by a last one; returned is where they end. People keep their accounts.
    Files of its proofs and made workbooks are named by nothing afterwards: chores sweep them, and
    a job that runs stops at its next report. Rows go by one statement a table, none is read.
    Raises `OrganisationGone`.
    """
    pk = organisation.pk
    take_long()
    # FOR UPDATE: whoever adds a row to it meanwhile waits, and then finds it gone.
    if Organisation.objects.select_for_update().filter(pk=pk).first() is None:
        raise OrganisationGone
    withdrawn = _withdraw_editions(pk, at)
    providers = list(
        Provider.objects.filter(matrices__organisation=pk).values_list("pk", flat=True).distinct()
    )
    for rows in rows_of(pk).values():
        rows._raw_delete(rows.db)
    Provider.objects.filter(pk__in=providers, matrices=None).delete()
    last = Happening("organisation-deleted", "organisation", str(pk))
    append_events(
        organisation_id=pk,
        happenings=[*withdrawn, last],
        actor_id=by.pk if by else None,
        at=at,
    )
    close_chain(organisation_id=pk)
    return ClosedLog(pk, organisation.name, head_of(chain_of(pk)))


def administrators_of(organisation: Organisation) -> tuple[User, ...]:
    """Return who is told where the log of an organisation ended: nobody for a demo."""
    if organisation.is_demo:
        return ()
    members = Membership.objects.current().of_organisation(organisation).administrators()
    return tuple(member.user for member in members.by_name())


def _withdraw_editions(organisation_id: int, at: datetime) -> list[Happening]:
    """Let the printed rows of its own editions go, and return what the log says of them."""
    own = Edition.objects.filter(matrix__organisation=organisation_id)
    found = list(own.order_by("pk").values_list("pk", "sha256"))
    own.update(withdrawn_at=at)
    return [
        Happening("edition-withdrawn", "edition", str(pk), old={"sha256": sha256})
        for pk, sha256 in found
    ]
