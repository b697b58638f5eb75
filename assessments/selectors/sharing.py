"""Whom an assessment is shared with."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment, Share


@dataclass(frozen=True, slots=True)
class Auditor:
    """An auditor of the organisation; `shared_at` and `shared_by` when this one is theirs to read.

    `shared_by` is "" for a member whose name is gone.
    """

    membership_id: int
    name: str
    initials: str
    shared_at: datetime | None = None
    shared_by: str = ""


def auditors_of(assessment: Assessment) -> list[Auditor]:
    """Return the auditors of an assessment's organisation by name. Two queries."""
    shares = {
        share.membership_id: share
        for share in Share.objects.with_auditors()
        .filter(assessment=assessment)
        .select_related("shared_by__user")
    }
    members = Membership.objects.of_organisation(assessment.organisation).current()
    return [
        _auditor(member, shares.get(member.pk))
        for member in members.filter(role=Role.AUDITOR).by_name()
    ]


def _auditor(member: Membership, share: Share | None) -> Auditor:
    name, initials = str(member.user), member.user.initials
    if share is None:
        return Auditor(member.pk, name, initials)
    by = str(share.shared_by) if share.shared_by else ""
    return Auditor(member.pk, name, initials, share.shared_at, by)
