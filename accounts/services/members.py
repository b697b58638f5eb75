"""Changes to memberships. Whoever changes roles locks the organisation first."""

from datetime import datetime

from django.db.models import F

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from accounts.services.telling import tell
from database.transactions import change


class StaleMembership(Exception):
    """Somebody changed this membership since it was read."""


class LastAdministrator(Exception):
    """The organisation would have nobody left who manages its people."""


def lock_organisation(organisation_id: int) -> Organisation:
    """Wait for other changes to the people of an organisation, and return it (lock order: first).

    Rows that only point to the organisation can be written meanwhile.
    """
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)


def update_as_read(membership: Membership, **values: object) -> None:
    """Change a present member who is as it was read. Raises `StaleMembership` for any other."""
    as_read = Membership.objects.filter(
        pk=membership.pk, revision=membership.revision, ended_at=None
    )
    if not as_read.update(**values, revision=F("revision") + 1):
        raise StaleMembership
    membership.refresh_from_db()


@change
def add_member(
    *, organisation: Organisation, user: User, role: str, at: datetime, by: User | None = None
) -> Membership:
    """Make a person a member; one who left before comes back as the same member."""
    membership, is_new = Membership.objects.get_or_create(
        organisation=organisation, user=user, defaults={"role": role, "created_at": at}
    )
    if not is_new:
        Membership.objects.filter(pk=membership.pk).update(
            role=role, ended_at=None, revision=F("revision") + 1
        )
        membership.refresh_from_db()
    tell(membership, "member-added", at=at, by=by, new={"role": role})
    return membership


@change
def change_role(*, membership: Membership, role: str, at: datetime, by: User) -> bool:
    """Give a member another role, in force with their next request; tell whether it is another.

    Raises `StaleMembership` when the membership changed or ended since it was read, and
    `LastAdministrator` when nobody would be left to manage people.
    """
    organisation = lock_organisation(membership.organisation_id)
    before = membership.role
    update_as_read(membership, role=role)
    if before == role:
        return False
    _keep_an_administrator(organisation, before)
    tell(membership, "role-changed", at=at, by=by, old={"role": before}, new={"role": role})
    return True


@change
def end_membership(*, membership: Membership, at: datetime, by: User | None = None) -> None:
    """End a membership: the person stops seeing the organisation at once.

    Raises `StaleMembership` when it changed since it was read, and `LastAdministrator` when
    nobody would be left to manage people.
    """
    organisation = lock_organisation(membership.organisation_id)
    before = membership.role
    update_as_read(membership, ended_at=at)
    _keep_an_administrator(organisation, before)
    tell(membership, "member-left", at=at, by=by)


def _keep_an_administrator(organisation: Organisation, role_before: str) -> None:
    """Refuse when an administrator was taken away and no other can sign in."""
    others = Membership.objects.current().of_organisation(organisation).administrators()
    if role_before == Role.ADMINISTRATOR and not others.exists():
        raise LastAdministrator
