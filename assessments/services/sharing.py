"""Sharing an assessment with auditors, who see nothing that was not shared with them."""

from datetime import datetime

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Share
from audit.services import Happening, append_events
from database.transactions import change


class NotAnAuditor(Exception):
    """Who was named is no auditor of this organisation now."""


@change
def share_assessment(
    *, assessment: Assessment, auditor_id: int, by: Membership, at: datetime
) -> bool:
    """Show an assessment to an auditor of its organisation; tell whether that is new.

    Raises `NotAnAuditor`.
    """
    is_auditor = (
        Membership.objects.current()
        .filter(pk=auditor_id, organisation_id=assessment.organisation_id, role=Role.AUDITOR)
        .exists()
    )
    if not is_auditor:
        raise NotAnAuditor
    _, is_new = Share.objects.get_or_create(
        assessment=assessment,
        membership_id=auditor_id,
        defaults={
            "organisation_id": assessment.organisation_id,
            "shared_by": by,
            "shared_at": at,
        },
    )
    if is_new:
        _tell("assessment-shared", assessment, auditor_id, by, at)
    return is_new


@change
def stop_sharing(*, assessment: Assessment, auditor_id: int, by: Membership, at: datetime) -> bool:
    """Show an assessment to an auditor no longer; tell whether it was shared with them."""
    gone, _ = Share.objects.filter(assessment=assessment, membership_id=auditor_id).delete()
    if gone:
        _tell("assessment-unshared", assessment, auditor_id, by, at)
    return bool(gone)


def _tell(
    verb: str, assessment: Assessment, auditor_id: int, by: Membership, at: datetime
) -> None:
    append_events(
        organisation_id=assessment.organisation_id,
        happenings=[Happening(verb, "assessment", str(assessment.pk), new={"member": auditor_id})],
        actor_id=by.user_id,
        at=at,
    )
