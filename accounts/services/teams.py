"""Changes to teams."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, ManyToOneRel

from accounts.models import Membership, Organisation, Team, TeamMember, User
from accounts.services.members import lock_organisation, update_as_read
from accounts.services.telling import tell
from database.transactions import change


class TeamNameTaken(Exception):
    """Another team of the organisation has this name, whatever its case."""


class StaleTeam(Exception):
    """Somebody changed or deleted this team since it was read."""


class TeamInUse(Exception):
    """The team owns things, which would be left without an owner. `things` is their number."""

    def __init__(self, things: int) -> None:
        """Keep how many things it owns."""
        super().__init__(things)
        self.things = things


@change
def create_team(
    *,
    organisation: Organisation,
    name: str,
    members: Sequence[Membership],
    at: datetime,
    by: User | None = None,
) -> Team:
    """Make a team of members of the same organisation. Raises `TeamNameTaken`."""
    locked = lock_organisation(organisation.pk)
    _refuse_taken_name(locked, name)
    team = Team.objects.create(organisation=organisation, name=name)
    TeamMember.objects.bulk_create(
        TeamMember(organisation=organisation, team=team, membership=member) for member in members
    )
    new = {"members": sorted(member.pk for member in members)}
    tell(team, "team-created", at=at, by=by, new=new)
    return team


@change
def change_team(
    *, team: Team, name: str, members: Sequence[Membership], at: datetime, by: User
) -> bool:
    """Rename a team and say who is in it; tell whether anything changed.

    Rows of the team are from then on those of its new members. Raises `StaleTeam` and
    `TeamNameTaken`.
    """
    organisation = lock_organisation(team.organisation_id)
    before, after = _member_ids(team), sorted(member.pk for member in members)
    is_renamed, is_regrouped = team.name != name, before != after
    if is_renamed:
        _refuse_taken_name(organisation, name, besides=team)
    as_read = Team.objects.filter(pk=team.pk, revision=team.revision)
    if not as_read.update(name=name, revision=F("revision") + 1):
        raise StaleTeam
    if is_regrouped:
        _regroup(team, before, after)
        groups = {"members": before}, {"members": after}
        tell(team, "team-members-changed", at=at, by=by, old=groups[0], new=groups[1])
    if is_renamed:
        names = {"name": team.name}, {"name": name}
        tell(team, "team-renamed", at=at, by=by, old=names[0], new=names[1])
    team.refresh_from_db()
    return is_renamed or is_regrouped


@change
def set_teams(*, membership: Membership, teams: Sequence[Team], at: datetime, by: User) -> bool:
    """Say which teams a member is in; tell whether that changed any.

    Raises `StaleMembership` when the member changed or left since they were read.
    """
    organisation = lock_organisation(membership.organisation_id)
    update_as_read(membership)
    places = TeamMember.objects.filter(membership=membership).values_list("team_id", flat=True)
    changed = set(places) ^ {team.pk for team in teams}
    for team in Team.objects.of_organisation(organisation).filter(pk__in=changed).by_name():
        before = _member_ids(team)
        after = sorted({*before} ^ {membership.pk})
        _regroup(team, before, after)
        Team.objects.filter(pk=team.pk).update(revision=F("revision") + 1)
        groups = {"members": before}, {"members": after}
        tell(team, "team-members-changed", at=at, by=by, old=groups[0], new=groups[1])
    return bool(changed)


@change
def join_team(*, team: Team, membership: Membership, at: datetime, by: User) -> None:
    """Add one member to a team, whatever else changes there meanwhile."""
    _place, is_new = TeamMember.objects.get_or_create(
        organisation_id=team.organisation_id, team=team, membership=membership
    )
    if is_new:
        Team.objects.filter(pk=team.pk).update(revision=F("revision") + 1)
        new = {"member": membership.pk}
        tell(team, "team-joined", at=at, by=by, new=new)


@change
def delete_team(*, team: Team, at: datetime, by: User) -> None:
    """Delete a team that owns nothing.

    Raises `TeamInUse` when it owns something, also something put away: deleting it would change
    rows and their history unseen. Raises `StaleTeam` when it changed since it was read.
    """
    lock_organisation(team.organisation_id)
    # Locked whole: a row given to the team meanwhile waits, and then finds no team.
    as_read = Team.objects.select_for_update().filter(pk=team.pk, revision=team.revision)
    if as_read.first() is None:
        raise StaleTeam
    things = _things_owned(team)
    if things:
        raise TeamInUse(things)
    old = {"name": team.name, "members": _member_ids(team)}
    gone = Team(pk=team.pk, organisation_id=team.organisation_id)
    team.delete()
    tell(gone, "team-deleted", at=at, by=by, old=old)


def _things_owned(team: Team) -> int:
    """Count what points to a team from the apps above, which this one does not know by name."""
    links: list[ManyToOneRel] = [
        link
        for link in Team._meta.get_fields(include_hidden=True)
        if isinstance(link, ManyToOneRel) and not _is_ours(link)
    ]
    owned = (link.field.model._base_manager.filter(**{link.field.name: team}) for link in links)
    return sum(rows.count() for rows in owned)


def _is_ours(link: ManyToOneRel) -> bool:
    return link.field.model._meta.app_label == Team._meta.app_label


def _member_ids(team: Team) -> list[int]:
    places = TeamMember.objects.filter(team=team)
    return sorted(places.values_list("membership_id", flat=True))


def _regroup(team: Team, before: Sequence[int], after: Sequence[int]) -> None:
    TeamMember.objects.filter(team=team).exclude(membership__in=after).delete()
    TeamMember.objects.bulk_create(
        TeamMember(organisation_id=team.organisation_id, team=team, membership_id=member)
        for member in after
        if member not in before
    )


def _refuse_taken_name(
    organisation: Organisation, name: str, *, besides: Team | None = None
) -> None:
    same = Team.objects.of_organisation(organisation).filter(name__iexact=name)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise TeamNameTaken
