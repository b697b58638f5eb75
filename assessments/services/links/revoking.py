"""Ending a share link before its day."""

from datetime import datetime

from django.db.models import F

from accounts.models import Membership
from assessments.models import ShareLink
from assessments.services.links.telling import tell_of_link
from database.transactions import change


class StaleLink(Exception):
    """The link was revoked since it was read."""


@change
def revoke_link(*, link: ShareLink, revision: int, by: Membership, at: datetime) -> None:
    """Make the address of a link open nothing any more, from the next request on.

    An expired one too: it then says so for good. Raises `StaleLink`.
    """
    as_read = ShareLink.objects.filter(pk=link.pk, revision=revision, revoked_at=None)
    if not as_read.update(revoked_at=at, revoked_by=by, revision=F("revision") + 1):
        raise StaleLink
    tell_of_link(link, "share-link-revoked", at=at, by=by)
