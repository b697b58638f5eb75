"""Tables of people, organisations, memberships, teams and invitations."""

from accounts.models.invitations import Invitation, InvitationQuerySet
from accounts.models.members import Membership, MembershipQuerySet
from accounts.models.organisations import Organisation, OrganisationQuerySet
from accounts.models.people import Language, User, UserManager
from accounts.models.teams import Team, TeamMember, TeamQuerySet

__all__ = [
    "Invitation",
    "InvitationQuerySet",
    "Language",
    "Membership",
    "MembershipQuerySet",
    "Organisation",
    "OrganisationQuerySet",
    "Team",
    "TeamMember",
    "TeamQuerySet",
    "User",
    "UserManager",
]
