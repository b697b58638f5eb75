"""Erasing a person: all that tells who it was goes, the row stays (docs/adr/0027).

GDPR, article 17. History, owners and sign-offs name people by id, so that they hold afterwards;
the log itself is not touched, because it never held a name.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from accounts.models import Digest, Invitation, Language, Membership, User
from accounts.selectors.erasing import places_of
from accounts.services.members import end_membership, lock_organisation
from accounts.services.sessions import end_sessions
from accounts.services.telling import tell, tell_of_account
from database.transactions import change

# RFC 2606: no mail ever leads there.
_NOWHERE: Final = "erased.invalid"


class StillNeeded(Exception):
    """Organisations would have nobody left who manages their people; `names` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep the names of the organisations."""
        super().__init__(", ".join(names))
        self.names = tuple(names)


@change
def erase_person(*, user: User, at: datetime, by: User | None = None) -> None:
    """Take away all that tells who a person was, and end their memberships and sessions.

    Gone are name, address, password, second factors, sign-in by a provider, calendar, settings,
    and the invitations of their address, with which they joined. Rows keep the owner they have,
    as for everybody who leaves. What they wrote stays: it is evidence of their organisations.
    Somebody who was erased before stays as they are. Raises `StillNeeded`.
    """
    places = sorted(places_of(user), key=lambda place: place.organisation_id)
    for place in places:
        lock_organisation(place.organisation_id)
    if needed := [place.name for place in places_of(user) if place.is_last]:
        raise StillNeeded(needed)
    for member in Membership.objects.filter(user=user, ended_at=None).order_by("organisation"):
        end_membership(membership=member, at=at, by=by)
    present = User.objects.select_for_update().filter(pk=user.pk, erased_at=None).first()
    if present is None:
        return
    _forget_invitations(present, at, by)
    _forget_what_is_theirs(present)
    _forget_who_it_was(present, at)
    user.refresh_from_db()
    tell_of_account("person-erased", user, at=at, by=by)


def _forget_invitations(user: User, at: datetime, by: User | None) -> None:
    """Delete the invitations of an address; one that is open ends by that, and is told."""
    found = Invitation.objects.filter(email=user.email)
    for invitation in found.open().order_by("organisation", "pk"):
        tell(invitation, "invitation-withdrawn", at=at, by=by)
    found.delete()


def _forget_what_is_theirs(user: User) -> None:
    """Delete every row that hangs on the person, memberships aside: those of all apps."""
    end_sessions(user=user)
    for relation in User._meta.related_objects:
        model: Any = relation.related_model
        if model is not Membership:
            model._base_manager.filter(**{relation.field.name: user}).delete()


def _forget_who_it_was(user: User, at: datetime) -> None:
    user.set_unusable_password()
    User.objects.filter(pk=user.pk).update(
        email=f"erased-{user.pk}@{_NOWHERE}",
        name="",
        password=user.password,
        last_login=None,
        language=Language.FRENCH,
        has_keys=True,
        digest=Digest.NEVER,
        digested_on=None,
        is_active=False,
        erased_at=at,
    )
