"""Changes to people, organisations, memberships, teams and invitations, each with its event."""

from accounts.services.invitations import (
    AddressKnown,
    AlreadyInvited,
    AlreadyMember,
    InvitationGone,
    Offer,
    StaleInvitation,
    accept_as_new_person,
    accept_invitation,
    invite,
    send_again,
    withdraw_invitation,
)
from accounts.services.mailing import MailNotSent
from accounts.services.members import (
    LastAdministrator,
    StaleMembership,
    add_member,
    change_role,
    end_membership,
)
from accounts.services.organisations import create_organisation, let_contributors_answer_any
from accounts.services.people import (
    appoint_administrator,
    create_user,
    set_language,
    set_profile,
)
from accounts.services.teams import (
    StaleTeam,
    TeamInUse,
    TeamNameTaken,
    change_team,
    create_team,
    delete_team,
    join_team,
    set_teams,
)

__all__ = [
    "AddressKnown",
    "AlreadyInvited",
    "AlreadyMember",
    "InvitationGone",
    "LastAdministrator",
    "MailNotSent",
    "Offer",
    "StaleInvitation",
    "StaleMembership",
    "StaleTeam",
    "TeamInUse",
    "TeamNameTaken",
    "accept_as_new_person",
    "accept_invitation",
    "add_member",
    "appoint_administrator",
    "change_role",
    "change_team",
    "create_organisation",
    "create_team",
    "create_user",
    "delete_team",
    "end_membership",
    "invite",
    "join_team",
    "let_contributors_answer_any",
    "send_again",
    "set_language",
    "set_profile",
    "set_teams",
    "withdraw_invitation",
]
