"""The link by which a person says from a mail that a row to recheck is still true."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.core import signing

from accounts.models import Membership
from accounts.rights import Action
from assessments.models import Answer, Assessment

LINK_DAYS: Final = 14
_SALT: Final = "assessments.still-true"


@dataclass(frozen=True, slots=True)
class StillTrue:
    """Who says it, and of which row as they were told of it."""

    membership: Membership
    answer: Answer


def still_true_key(key: UUID, revision: int, member: Membership) -> str:
    """Return the key of the link: a row at a revision and a member, signed, for `LINK_DAYS`."""
    return signing.dumps([key.hex, revision, member.pk], salt=_SALT)


def still_true(link_key: str) -> StillTrue | None:
    """Return what a key lets somebody confirm now, None when that is nothing.

    The row is to recheck and as it was when the mail was written, in an assessment that is
    active; the member has not left, may answer the row, and is not asked for a second factor.
    """
    try:
        key, revision, member_id = signing.loads(
            link_key, salt=_SALT, max_age=timedelta(days=LINK_DAYS)
        )
    except signing.BadSignature:
        return None
    members = Membership.objects.current().select_related("organisation", "user")
    membership = members.filter(pk=member_id, organisation__requires_mfa=False).first()
    if membership is None or not membership.may(Action.ANSWER_OWN):
        return None
    answer = (
        Answer.objects.in_play()
        .writable_by(membership)
        .filter(
            organisation=membership.organisation,
            key=key,
            revision=revision,
            is_to_recheck=True,
            assessment__state=Assessment.State.ACTIVE,
        )
        .select_related("activity__edition", "assessment__edition__matrix__provider")
        .first()
    )
    return StillTrue(membership, answer) if answer else None
