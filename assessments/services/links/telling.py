"""Writing what happened to a share link, as the last step of the transaction it happened in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Membership
from assessments.models import ShareLink
from audit.services import Happening, append_events


def tell_of_link(
    link: ShareLink,
    verb: str,
    *,
    at: datetime,
    by: Membership | None = None,
    told: Mapping[str, Any] | None = None,
) -> None:
    """Write an event of the assessment that names the link by its key; without `by`, by nobody.

    Never the token, and never for whom it is.
    """
    new = {"share_link": str(link.key), **(told or {})}
    append_events(
        organisation_id=link.organisation_id,
        happenings=[Happening(verb, "assessment", str(link.assessment_id), new=new)],
        actor_id=by.user_id if by else None,
        at=at,
    )
