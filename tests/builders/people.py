"""Organisations, people, members, teams and invitations."""

import re
from dataclasses import dataclass

from django.core import mail
from django.utils import timezone

from accounts import services
from accounts.models import Invitation, Language, Membership, Organisation, Team, User
from accounts.rights import Role
from tests.builders.moments import NOW, next_number

PASSWORD = "a long sentence to sign in with"


def make_organisation(name: str = "", *, language: str = Language.FRENCH) -> Organisation:
    """Make an organisation."""
    name = name or f"Organisation {next_number()}"
    return services.create_organisation(name=name, language=language, at=NOW)


def make_user(
    name: str = "",
    *,
    email: str = "",
    password: str | None = None,
    language: str = Language.FRENCH,
) -> User:
    """Make a person, who can sign in only when given a password."""
    number = next_number()
    return services.create_user(
        email=email or f"person{number}@example.org",
        name=name or f"Person {number}",
        password=password,
        language=language,
        at=NOW,
    )


def make_member(
    role: str = Role.MANAGER, *, organisation: Organisation | None = None, user: User | None = None
) -> Membership:
    """Make a member of an organisation, of a new one if none is given."""
    return services.add_member(
        organisation=organisation or make_organisation(),
        user=user or make_user(),
        role=role,
        at=NOW,
    )


def make_former_member(*, organisation: Organisation | None = None) -> Membership:
    """Make somebody who has left an organisation."""
    membership = make_member(Role.CONTRIBUTOR, organisation=organisation)
    services.end_membership(membership=membership, at=NOW)
    return membership


def make_team(*members: Membership, organisation: Organisation | None = None) -> Team:
    """Make a team of members, in their organisation."""
    organisation = organisation or (members[0].organisation if members else make_organisation())
    name = f"Team {next_number()}"
    return services.create_team(organisation=organisation, name=name, members=members, at=NOW)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation, and the key that only the mail holds."""

    invitation: Invitation
    key: str


def make_invitation(
    email: str = "",
    *,
    by: Membership | None = None,
    role: str = Role.CONTRIBUTOR,
    team: Team | None = None,
    language: str = Language.FRENCH,
) -> Invited:
    """Invite an address from now on, and read the key out of the mail."""
    offer = services.Offer(
        email=email or f"invited{next_number()}@example.org",
        role=role,
        language=language,
        team=team,
    )
    by = by or make_member(Role.ADMINISTRATOR)
    invitation = services.invite(offer=offer, by=by, at=timezone.now())
    return Invited(invitation, key_in(mail.outbox[-1].body))


def key_in(text: object) -> str:
    """Return the key of the link in a mail."""
    found = re.search(r"/invitations/([^/\s]+)/", str(text))
    assert found
    return found[1]
