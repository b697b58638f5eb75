"""The plain twins of the lists of people and of teams."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from accounts.models import Invitation
from accounts.reports.cells import Value
from accounts.reports.plain import Column, plain_workbook
from accounts.selectors.people import PersonLine, TeamLine


def people_workbook(
    people: Iterable[PersonLine], invitations: Iterable[Invitation], *, mark: str
) -> bytes:
    """Return members, former members and open invitations as one list."""
    columns = [
        Column(_("Name"), 28),
        Column(_("E-mail"), 36),
        Column(_("State"), 16),
        Column(_("Role"), 16),
        Column(_("Teams"), 32),
        Column(_("Since"), 18),
        Column(_("Last sign-in"), 18),
        Column(_("Left on"), 18),
        Column(_("Invitation expires"), 18),
    ]
    rows = [*map(_person, people), *map(_invitation, invitations)]
    return plain_workbook(title=_("People"), columns=columns, rows=rows, mark=mark)


def teams_workbook(teams: Iterable[TeamLine], *, mark: str) -> bytes:
    """Return the teams with the names of their members."""
    columns = [Column(_("Team"), 32), Column(_("Number of members"), 12), Column(_("Members"), 80)]
    return plain_workbook(title=_("Teams"), columns=columns, rows=map(_team, teams), mark=mark)


def _person(person: PersonLine) -> list[Value]:
    state = _("Former member") if person.ended_at else _("Member")
    teams = ", ".join(team.name for team in person.teams)
    about: list[Value] = [person.name, person.email, state, person.role_name, teams]
    return [*about, person.since, person.last_sign_in, person.ended_at, None]


def _team(team: TeamLine) -> list[Value]:
    return [team.name, len(team.members), ", ".join(team.members)]


def _invitation(invitation: Invitation) -> list[Value]:
    team = invitation.team.name if invitation.team else ""
    role = invitation.get_role_display()
    about: list[Value] = ["", invitation.email, _("Invited"), role, team]
    return [*about, invitation.created_at, None, None, invitation.expires_at]
