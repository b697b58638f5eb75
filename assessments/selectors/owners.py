"""Who can have a duty: the people and the teams of an organisation."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from accounts.models import Membership, Team
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.selectors.duties import Owner


@dataclass(frozen=True, slots=True)
class Owners:
    """People by name, then teams. `current` can be given a duty; `former` only have some left."""

    current: tuple[Owner, ...]
    former: tuple[Owner, ...]


def owners_of(assessment: Assessment, *, reader: Membership | None = None) -> Owners:
    """Return who can have the duties of an assessment. Two queries, whatever the number.

    An auditor is told only of those who have some: the others are in nothing shared with them.
    """
    rows = Answer.objects.filter(assessment=assessment)
    has_rows = Exists(rows.filter(owner_membership=OuterRef("pk")))
    members = Membership.objects.filter(organisation_id=assessment.organisation_id)
    teams = Team.objects.filter(organisation_id=assessment.organisation_id).order_by("name", "id")
    if reader is not None and reader.role == Role.AUDITOR:
        members = members.filter(has_rows)
        teams = teams.filter(Exists(rows.filter(owner_team=OuterRef("pk"))))
    else:
        is_current = Q(ended_at=None, user__is_active=True)
        members = members.filter(is_current | Q(has_rows))
    people = [(_person(member), member) for member in members.by_name()]
    current = [owner for owner, member in people if _is_current(member)]
    return Owners(
        current=(*current, *(Owner("team", team.pk, team.name, team.initials) for team in teams)),
        former=tuple(owner for owner, member in people if not _is_current(member)),
    )


def _person(member: Membership) -> Owner:
    return Owner("member", member.pk, str(member.user), member.user.initials)


def _is_current(member: Membership) -> bool:
    return member.ended_at is None and member.user.is_active
