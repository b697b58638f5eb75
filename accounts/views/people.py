"""The people of an organisation: the list, its twin, inviting, and the setting that widens."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.filters import PeopleFilter
from accounts.forms.people import (
    FourEyesForm,
    InviteForm,
    MarkForm,
    RevisionForm,
    SecondFactorRuleForm,
    WideningForm,
)
from accounts.http import MemberRequest, member_action, member_page
from accounts.models import Invitation, Team
from accounts.reports import CONTENT_TYPE, people_workbook
from accounts.rights import Action
from accounts.selectors.people import People, people_of
from accounts.selectors.second_factor import members_without_second_factor
from accounts.services import (
    AlreadyInvited,
    AlreadyMember,
    MailNotSent,
    NoSecondFactor,
    StaleInvitation,
    invite,
    let_contributors_answer_any,
    require_second_factor,
    send_again,
    withdraw_invitation,
)
from accounts.tables import PeopleTable, show_page
from accounts.views.finding import find_invitation

PER_PAGE = 50


@member_page(Action.MANAGE_PEOPLE)
def people(request: MemberRequest) -> HttpResponse:
    """Show the members, who is invited, and who has left."""
    organisation = request.membership.organisation
    found = people_of(organisation)
    narrowed = PeopleFilter(request.GET, found)
    kept = narrowed.kept(found.lines)
    table = PeopleTable([each for each in kept if not each.ended_at], slug=organisation.slug)
    show_page(table, request, per_page=PER_PAGE)
    context = {
        "people": found,
        "table": table,
        "former": [each for each in kept if each.ended_at],
        "invitations": _with_ends(found),
        "filter": narrowed,
        "form": _invite_form(request),
        "factor_rule": SecondFactorRuleForm(initial={"is_on": organisation.requires_mfa}),
        "without_factor": members_without_second_factor(organisation),
        "widening": WideningForm(initial={"is_on": organisation.contributors_answer_any}),
        "four_eyes": FourEyesForm(
            initial={"is_on": organisation.has_four_eyes}, auto_id="four_%s"
        ),
        "mark": MarkForm(initial={"mark": organisation.classification}),
        "nav": "people",
    }
    return render(request, "accounts/people.html", context)


@member_page(Action.MANAGE_PEOPLE)
def people_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same people as a workbook, narrowed by the same filters."""
    organisation = request.membership.organisation
    found = people_of(organisation)
    narrowed = PeopleFilter(request.GET, found)
    invitations = () if narrowed.is_narrowing else found.invitations
    content = people_workbook(
        narrowed.kept(found.lines), invitations, mark=organisation.classification
    )
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="people.xlsx"'
    return response


@member_action(Action.MANAGE_PEOPLE)
def invite_person(request: MemberRequest) -> HttpResponse:
    """Invite an address; 422 says why not."""
    form = _invite_form(request, is_sent=True)
    if not form.is_valid():
        return _refused(request, form)
    try:
        invite(offer=form.offer(), by=request.membership, at=timezone.now())
    except AlreadyMember:
        form.add_error("email", _("This person is a member already."))
    except AlreadyInvited:
        form.add_error("email", _("This address is invited already; send it again below."))
    except MailNotSent:
        _say_not_sent(request)
    else:
        said = _("The invitation is on its way to %(email)s.")
        messages.success(request, said % {"email": form.cleaned_data["email"]})
    return _refused(request, form) if form.errors else _to_people(request)


@member_action(Action.MANAGE_PEOPLE)
def send_invitation_again(request: MemberRequest, invitation_id: int) -> HttpResponse:
    """Send an invitation with a new link; 409 when it changed meanwhile."""
    invitation = find_invitation(request, invitation_id)
    form = RevisionForm(request.POST)
    # A form without a revision was never one of ours: it saw nothing, so what it saw is stale.
    invitation.revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        send_again(invitation=invitation, by=request.membership, at=timezone.now())
    except StaleInvitation:
        return _stale(request)
    except MailNotSent:
        _say_not_sent(request)
    else:
        said = _("A new link is on its way to %(email)s; the old one opens nothing.")
        messages.success(request, said % {"email": invitation.email})
    return _to_people(request)


@member_action(Action.MANAGE_PEOPLE)
def withdraw(request: MemberRequest, invitation_id: int) -> HttpResponse:
    """Make an invitation worthless; 409 when it changed meanwhile."""
    invitation = find_invitation(request, invitation_id)
    form = RevisionForm(request.POST)
    invitation.revision = form.cleaned_data["revision"] if form.is_valid() else 0
    try:
        withdraw_invitation(invitation=invitation, by=request.membership, at=timezone.now())
    except StaleInvitation:
        return _stale(request)
    messages.success(request, _("The invitation is withdrawn; its link opens nothing."))
    return _to_people(request)


@member_action(Action.MANAGE_PEOPLE)
def set_widening(request: MemberRequest) -> HttpResponse:
    """Switch whether contributors answer any row."""
    form = WideningForm(request.POST)
    form.full_clean()
    is_on = form.cleaned_data["is_on"]
    changed = let_contributors_answer_any(
        organisation=request.membership.organisation,
        is_on=is_on,
        at=timezone.now(),
        by=request.user,
    )
    if changed:
        on = _("Contributors now answer and assign any row.")
        off = _("Contributors now answer their own, their teams’ and unassigned rows.")
        messages.success(request, on if is_on else off)
    return _to_people(request)


@member_action(Action.MANAGE_PEOPLE)
def set_second_factor(request: MemberRequest) -> HttpResponse:
    """Switch whether members need a second factor; who has none is led to set one up first."""
    form = SecondFactorRuleForm(request.POST)
    form.full_clean()
    is_on = form.cleaned_data["is_on"]
    organisation = request.membership.organisation
    try:
        changed = require_second_factor(
            organisation=organisation, is_on=is_on, at=timezone.now(), by=request.user
        )
    except NoSecondFactor:
        messages.error(request, _("Nothing was changed. Set up a second factor yourself first."))
        return redirect("accounts:security")
    if changed:
        on = _("Every member now needs a second factor.")
        off = _("Members no longer need a second factor.")
        messages.success(request, on if is_on else off)
    return _to_people(request)


def _invite_form(request: MemberRequest, *, is_sent: bool = False) -> InviteForm:
    organisation = request.membership.organisation
    teams = Team.objects.of_organisation(organisation).by_name()
    data = request.POST if is_sent else None
    return InviteForm(data, teams=teams, language=organisation.language)


def _refused(
    request: MemberRequest, form: InviteForm, *, status: int = 422, is_stale: bool = False
) -> HttpResponse:
    """Show the forms about invitations again. The list is at an address of its own."""
    context = {
        "invitations": _with_ends(people_of(request.membership.organisation)),
        "form": form,
        "is_stale": is_stale,
        "nav": "people",
    }
    return render(request, "accounts/inviting.html", context, status=status)


def _stale(request: MemberRequest) -> HttpResponse:
    return _refused(request, _invite_form(request), status=409, is_stale=True)


def _with_ends(found: People) -> list[tuple[Invitation, bool]]:
    now = timezone.now()
    return [(invitation, invitation.is_expired(now)) for invitation in found.invitations]


def _say_not_sent(request: MemberRequest) -> None:
    said = _("The invitation is kept, but the mail server took no mail. Send it again later.")
    messages.warning(request, said)


def _to_people(request: MemberRequest) -> HttpResponse:
    return redirect("accounts:people", request.membership.organisation.slug)
