"""The event of a change to an edition."""

from collections.abc import Mapping
from datetime import datetime

from accounts.models import User
from audit.services import Happening, append_events
from matrix.models import Edition

Values = Mapping[str, str | int]


def tell(
    edition: Edition,
    verb: str,
    *,
    at: datetime,
    by: User | None,
    old: Values | None = None,
    new: Values | None = None,
) -> None:
    """Append an event to the chain of the edition's organisation, or the installation's."""
    happening = Happening(verb, "edition", str(edition.pk), old=old or {}, new=new or {})
    append_events(
        organisation_id=edition.matrix.organisation_id,
        happenings=[happening],
        actor_id=by.pk if by else None,
        at=at,
    )
