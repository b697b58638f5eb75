"""One member: role, teams, and the end of the membership."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms.people import RevisionForm, RoleForm, TeamsForm
from accounts.http import MemberRequest, member_action, member_page
from accounts.models import Membership, Team, TeamQuerySet
from accounts.rights import Action
from accounts.selectors.people import PersonLine, person_of
from accounts.services import (
    LastAdministrator,
    StaleMembership,
    change_role,
    end_membership,
    set_teams,
)
from accounts.views.finding import find_member


@member_page(Action.MANAGE_PEOPLE)
def member(request: MemberRequest, member_id: int) -> HttpResponse:
    """Show what a member is and where."""
    found = find_member(request, member_id)
    return _page(request, found, _role_form(found))


@member_action(Action.MANAGE_PEOPLE)
def set_role(request: MemberRequest, member_id: int) -> HttpResponse:
    """Give a member another role; 409 when it changed, 422 for the last administrator."""
    found = find_member(request, member_id)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    found.revision = form.cleaned_data["revision"]
    role = form.cleaned_data["role"]
    try:
        change_role(membership=found, role=role, at=timezone.now(), by=request.user)
    except StaleMembership:
        return _stale(request, member_id)
    except LastAdministrator:
        form.add_error("role", _("The organisation needs another administrator first."))
        return _page(request, find_member(request, member_id), form, status=422)
    said = _("%(name)s is now: %(role)s.")
    messages.success(request, said % {"name": found, "role": found.get_role_display()})
    return redirect("accounts:member", found.organisation.slug, found.pk)


@member_action(Action.MANAGE_PEOPLE)
def save_teams(request: MemberRequest, member_id: int) -> HttpResponse:
    """Say which teams a member is in; 409 when the member changed, 422 for an unknown team."""
    found = find_member(request, member_id)
    form = TeamsForm(request.POST, teams=_teams_of(found))
    if not form.is_valid():
        return _page(request, found, _role_form(found), teams=form, status=422)
    found.revision = form.cleaned_data["revision"]
    teams = list(form.cleaned_data["teams"])
    try:
        set_teams(membership=found, teams=teams, at=timezone.now(), by=request.user)
    except StaleMembership:
        return _stale(request, member_id)
    messages.success(request, _("The teams of %(name)s are saved.") % {"name": found})
    return redirect("accounts:member", found.organisation.slug, found.pk)


@member_page(Action.MANAGE_PEOPLE)
def removal(request: MemberRequest, member_id: int) -> HttpResponse:
    """Say what it means to remove a member, before it is done."""
    return _removal_page(request, find_member(request, member_id))


@member_action(Action.MANAGE_PEOPLE)
def remove(request: MemberRequest, member_id: int) -> HttpResponse:
    """End a membership; 409 when it changed meanwhile, 422 for the last administrator."""
    found = find_member(request, member_id)
    form = RevisionForm(request.POST)
    # A form without a revision was never one of ours: it saw nothing, so what it saw is stale.
    found.revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        end_membership(membership=found, at=timezone.now(), by=request.user)
    except StaleMembership:
        return _stale(request, member_id)
    except LastAdministrator:
        return _removal_page(request, find_member(request, member_id), is_last=True, status=422)
    if found.pk == request.membership.pk:
        return redirect("accounts:home")
    messages.success(request, _("%(name)s is no longer a member.") % {"name": found})
    return redirect("accounts:people", found.organisation.slug)


def _role_form(found: Membership) -> RoleForm:
    return RoleForm(initial={"role": found.role, "revision": found.revision})


def _teams_of(found: Membership) -> TeamQuerySet:
    return Team.objects.of_organisation(found.organisation).by_name()


def _teams_form(found: Membership, person: PersonLine) -> TeamsForm:
    initial = {"revision": found.revision, "teams": [team.team_id for team in person.teams]}
    return TeamsForm(teams=_teams_of(found), initial=initial)


def _stale(request: MemberRequest, member_id: int) -> HttpResponse:
    fresh = find_member(request, member_id)
    return _page(request, fresh, _role_form(fresh), is_stale=True, status=409)


def _page(
    request: MemberRequest,
    found: Membership,
    form: RoleForm,
    *,
    teams: TeamsForm | None = None,
    is_stale: bool = False,
    status: int = 200,
) -> HttpResponse:
    person = person_of(found)
    context = {
        "member": found,
        "person": person,
        "form": form,
        "teams": teams or _teams_form(found, person),
        "is_stale": is_stale,
        "is_self": found.pk == request.membership.pk,
        "nav": "people",
    }
    return render(request, "accounts/member.html", context, status=status)


def _removal_page(
    request: MemberRequest, found: Membership, *, is_last: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "member": found,
        "person": person_of(found),
        "is_last": is_last,
        "is_self": found.pk == request.membership.pk,
        "nav": "people",
    }
    return render(request, "accounts/removal.html", context, status=status)
