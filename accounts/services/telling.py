"""Writing what happened to people, as the last step of the transaction it happened in."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from accounts.models import Invitation, Membership, Organisation, Team, User
from audit.services import Happening, append_events

Values = Mapping[str, Any]


def tell(
    thing: Organisation | Membership | Team | Invitation,
    verb: str,
    *,
    at: datetime,
    by: User | None = None,
    old: Values | None = None,
    new: Values | None = None,
) -> None:
    """Write an event into the chain of the organisation a thing is, or belongs to.

    Values hold ids of people: no address and no name of theirs.
    """
    kind = thing._meta.model_name or ""
    happening = Happening(verb, kind, str(thing.pk), old=old or {}, new=new or {})
    append_events(
        organisation_id=thing.pk if isinstance(thing, Organisation) else thing.organisation_id,
        happenings=[happening],
        actor_id=by.pk if by else None,
        at=at,
    )


def tell_of_account(
    verb: str,
    user: User,
    *,
    at: datetime,
    by: User | None = None,
    old: Values | None = None,
    new: Values | None = None,
) -> None:
    """Write an event about a person into the chain of the installation."""
    happening = Happening(verb, "user", str(user.pk), old=old or {}, new=new or {})
    actor_id = by.pk if by else None
    append_events(organisation_id=None, happenings=[happening], actor_id=actor_id, at=at)
