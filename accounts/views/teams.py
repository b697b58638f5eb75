"""The teams of an organisation."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.forms.people import RevisionForm, TeamForm
from accounts.http import MemberRequest, member_action, member_page
from accounts.models import Membership, MembershipQuerySet, Team
from accounts.reports import CONTENT_TYPE, teams_workbook
from accounts.rights import Action
from accounts.selectors.people import teams_of
from accounts.services import (
    StaleTeam,
    TeamInUse,
    TeamNameTaken,
    change_team,
    create_team,
    delete_team,
)
from accounts.tables import TeamTable, show_page
from accounts.views.finding import find_team

PER_PAGE = 50


@member_page(Action.MANAGE_PEOPLE)
def teams(request: MemberRequest) -> HttpResponse:
    """Show the teams and who is in them."""
    organisation = request.membership.organisation
    table = TeamTable(list(teams_of(organisation)), slug=organisation.slug)
    show_page(table, request, per_page=PER_PAGE)
    return render(request, "accounts/teams.html", {"table": table, "nav": "people"})


@member_page(Action.MANAGE_PEOPLE)
def teams_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same list as a workbook."""
    organisation = request.membership.organisation
    content = teams_workbook(teams_of(organisation), mark=organisation.classification)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="teams.xlsx"'
    return response


@member_page(Action.MANAGE_PEOPLE)
def new_team(request: MemberRequest) -> HttpResponse:
    """Show the form of a new team."""
    return _page(request, TeamForm(members=_members(request)))


@member_action(Action.MANAGE_PEOPLE)
def add_team(request: MemberRequest) -> HttpResponse:
    """Make a team; 422 says what is to be mended."""
    form = TeamForm(request.POST, members=_members(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        team = create_team(
            organisation=request.membership.organisation,
            name=form.cleaned_data["name"],
            members=list(form.cleaned_data["members"]),
            at=timezone.now(),
            by=request.user,
        )
    except TeamNameTaken:
        return _taken(request, form)
    messages.success(request, _("The team %(name)s is there.") % {"name": team})
    return redirect("accounts:teams", request.membership.organisation.slug)


@member_page(Action.MANAGE_PEOPLE)
def team(request: MemberRequest, team_id: int) -> HttpResponse:
    """Show a team as a form."""
    found = find_team(request, team_id)
    return _page(request, _form_of(request, found), found)


@member_action(Action.MANAGE_PEOPLE)
def save_team(request: MemberRequest, team_id: int) -> HttpResponse:
    """Rename a team and say who is in it; 409 when somebody changed it meanwhile."""
    found = find_team(request, team_id)
    form = TeamForm(request.POST, members=_members(request), team=found)
    if not form.is_valid():
        return _page(request, form, found, status=422)
    found.revision = form.cleaned_data["revision"]
    try:
        change_team(
            team=found,
            name=form.cleaned_data["name"],
            members=list(form.cleaned_data["members"]),
            at=timezone.now(),
            by=request.user,
        )
    except TeamNameTaken:
        return _taken(request, form, found)
    except StaleTeam:
        return _stale(request, team_id)
    messages.success(request, _("The team %(name)s is saved.") % {"name": found})
    return redirect("accounts:teams", request.membership.organisation.slug)


@member_action(Action.MANAGE_PEOPLE)
def remove_team(request: MemberRequest, team_id: int) -> HttpResponse:
    """Delete a team that owns nothing; 409 when somebody changed it, 422 when it owns rows."""
    found = find_team(request, team_id)
    seen = RevisionForm(request.POST)
    # A form without a revision was never one of ours: it saw nothing, so what it saw is stale.
    found.revision = seen.cleaned_data["revision"] if seen.is_valid() else 0
    name = str(found)
    try:
        delete_team(team=found, at=timezone.now(), by=request.user)
    except StaleTeam:
        return _stale(request, team_id)
    except TeamInUse as used:
        return _page(request, _form_of(request, found), found, status=422, things=used.things)
    messages.success(request, _("The team %(name)s is deleted.") % {"name": name})
    return redirect("accounts:teams", request.membership.organisation.slug)


def _members(request: MemberRequest) -> MembershipQuerySet:
    return Membership.objects.current().of_organisation(request.membership.organisation)


def _form_of(request: MemberRequest, found: Team) -> TeamForm:
    chosen = found.members.values_list("pk", flat=True)
    return TeamForm(members=_members(request), team=found, chosen=chosen)


def _taken(request: MemberRequest, form: TeamForm, found: Team | None = None) -> HttpResponse:
    form.add_error("name", _("Another team has this name."))
    return _page(request, form, found, status=422)


def _stale(request: MemberRequest, team_id: int) -> HttpResponse:
    fresh = find_team(request, team_id)
    return _page(request, _form_of(request, fresh), fresh, status=409)


def _page(
    request: MemberRequest,
    form: TeamForm,
    found: Team | None = None,
    *,
    status: int = 200,
    things: int = 0,
) -> HttpResponse:
    owned = ngettext(
        "This team owns %(n)s row, some perhaps put away. Give it to somebody else first.",
        "This team owns %(n)s rows, some perhaps put away. Give them to somebody else first.",
        things,
    )
    context = {
        "form": form,
        "team": found,
        "is_stale": status == 409,
        "refusal": owned % {"n": things} if things else "",
        "nav": "people",
    }
    return render(request, "accounts/team.html", context, status=status)
