"""The people and teams of an organisation. A fixed number of queries, whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from accounts.models import Invitation, Membership, Organisation, Team, TeamMember
from accounts.rights import Role

_RANKS = list(Role)


@dataclass(frozen=True, slots=True)
class TeamName:
    """A team as another thing's property."""

    team_id: int
    name: str


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A member, present or former: who, what, in which teams, since when.

    `ended_at` is None for present members. An account that was switched off counts as present
    while its membership has not ended: an administrator then sees whom to remove.
    """

    membership_id: int
    name: str
    email: str
    initials: str
    role: str
    role_name: str
    teams: tuple[TeamName, ...]
    since: datetime
    last_sign_in: datetime | None
    ended_at: datetime | None
    is_active: bool

    @property
    def rank(self) -> int:
        """Return the place of the role in the table of rights."""
        return _RANKS.index(Role(self.role))


@dataclass(frozen=True)
class People:
    """Everybody of an organisation by name, and who is asked to join."""

    lines: tuple[PersonLine, ...]
    invitations: tuple[Invitation, ...]
    teams: tuple[Team, ...]

    @cached_property
    def members(self) -> tuple[PersonLine, ...]:
        """Return those who are members now."""
        return tuple(line for line in self.lines if line.ended_at is None)


@dataclass(frozen=True, slots=True)
class TeamLine:
    """A team and the names of its present members."""

    team_id: int
    name: str
    initials: str
    members: tuple[str, ...]


def people_of(organisation: Organisation) -> People:
    """Return the people of an organisation, former ones too, and its open invitations."""
    memberships = Membership.objects.of_organisation(organisation).by_name()
    teams = tuple(Team.objects.of_organisation(organisation).by_name())
    named = {team.pk: TeamName(team.pk, team.name) for team in teams}
    places = defaultdict(list)
    for place in _places(organisation):
        places[place.membership_id].append(named[place.team_id])
    invitations = Invitation.objects.of_organisation(organisation).open().with_names()
    return People(
        lines=tuple(_line(member, tuple(places[member.pk])) for member in memberships),
        invitations=tuple(invitations.order_by("expires_at", "id")),
        teams=teams,
    )


def person_of(membership: Membership) -> PersonLine:
    """Return one member with their teams."""
    teams = membership.teams.by_name()
    return _line(membership, tuple(TeamName(team.pk, team.name) for team in teams))


def teams_of(organisation: Organisation) -> tuple[TeamLine, ...]:
    """Return the teams of an organisation by name."""
    members = defaultdict(list)
    for place in _places(organisation):
        if place.membership.ended_at is None:
            members[place.team_id].append(str(place.membership.user))
    teams = Team.objects.of_organisation(organisation).by_name()
    return tuple(
        TeamLine(team.pk, team.name, team.initials, tuple(sorted(members[team.pk])))
        for team in teams
    )


def _places(organisation: Organisation) -> list[TeamMember]:
    places = TeamMember.objects.filter(organisation=organisation)
    return list(places.select_related("membership__user").order_by("team__name", "id"))


def _line(membership: Membership, teams: tuple[TeamName, ...]) -> PersonLine:
    user = membership.user
    return PersonLine(
        membership_id=membership.pk,
        name=str(user),
        email="" if user.erased_at else user.email,
        initials=user.initials,
        role=membership.role,
        role_name=str(membership.get_role_display()),
        teams=teams,
        since=membership.created_at,
        last_sign_in=user.last_login,
        ended_at=membership.ended_at,
        is_active=user.is_active,
    )
