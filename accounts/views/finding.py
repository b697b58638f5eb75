"""Finding the members, teams and invitations of the reader's organisation, else 404."""

from django.shortcuts import get_object_or_404

from accounts.http import MemberRequest
from accounts.models import Invitation, Membership, Team


def find_member(request: MemberRequest, member_id: int) -> Membership:
    """Return a member of the organisation, present or former."""
    members = Membership.objects.of_organisation(request.membership.organisation)
    return get_object_or_404(members.select_related("user", "organisation"), pk=member_id)


def find_team(request: MemberRequest, team_id: int) -> Team:
    """Return a team of the organisation."""
    teams = Team.objects.of_organisation(request.membership.organisation)
    return get_object_or_404(teams, pk=team_id)


def find_invitation(request: MemberRequest, invitation_id: int) -> Invitation:
    """Return an invitation into the organisation, whatever became of it."""
    invitations = Invitation.objects.of_organisation(request.membership.organisation)
    return get_object_or_404(invitations.with_names(), pk=invitation_id)
