"""Tables of people, organisations, memberships, teams, invitations and sessions."""

from accounts.models.calendars import CalendarKey
from accounts.models.invitations import Invitation, InvitationQuerySet
from accounts.models.members import Membership, MembershipQuerySet
from accounts.models.organisations import Organisation, OrganisationQuerySet
from accounts.models.people import Digest, Language, User, UserManager
from accounts.models.sessions import OpenSession, OpenSessionQuerySet
from accounts.models.teams import Team, TeamMember, TeamQuerySet

__all__ = [
    "CalendarKey",
    "Digest",
    "Invitation",
    "InvitationQuerySet",
    "Language",
    "Membership",
    "MembershipQuerySet",
    "OpenSession",
    "OpenSessionQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "Team",
    "TeamMember",
    "TeamQuerySet",
    "User",
    "UserManager",
]
