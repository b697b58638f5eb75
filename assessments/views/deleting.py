"""Deleting an organisation from its own pages."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms.confirming import ConfirmForm
from accounts.http import MemberRequest, member_action, member_page, refuse_reader
from accounts.rights import Action
from accounts.selectors.closing import closing_key
from accounts.services import mail_closed_log
from assessments.selectors.deleting import going
from assessments.services.organisations import (
    OrganisationGone,
    administrators_of,
    delete_organisation,
)


@member_page(Action.MANAGE_PEOPLE)
def deletion(request: MemberRequest) -> HttpResponse:
    """Say what goes and what stays, and offer the export first."""
    return _page(request, _form(request))


@member_action(Action.MANAGE_PEOPLE)
def delete(request: MemberRequest) -> HttpResponse:
    """Delete the organisation, mail where its log ended, and lead there."""
    form = _form(request, is_sent=True)
    if not form.is_valid():
        return _page(request, form, status=422)
    if status := refuse_reader(request, form):
        return _page(request, form, status=status)
    organisation = request.membership.organisation
    told = administrators_of(organisation)
    try:
        closed = delete_organisation(organisation=organisation, at=timezone.now(), by=request.user)
    except OrganisationGone as gone:
        raise Http404 from gone
    mail_closed_log(log=closed, people=told)
    messages.success(request, _("%(name)s is deleted.") % {"name": closed.name})
    return redirect("accounts:closed_log", closing_key(closed, request.user))


def _form(request: MemberRequest, *, is_sent: bool = False) -> ConfirmForm:
    label = _("Type the name of the organisation")
    data = request.POST if is_sent else None
    return ConfirmForm(data, expected=request.membership.organisation.name, label=label)


def _page(request: MemberRequest, form: ConfirmForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "going": going(request.membership.organisation),
        "has_password": request.user.has_usable_password(),
        "nav": "people",
    }
    return render(request, "assessments/deletion.html", context, status=status)
