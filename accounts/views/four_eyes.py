"""The setting that asks for four eyes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms.people import FourEyesForm
from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from accounts.services import ask_for_four_eyes


@member_action(Action.MANAGE_PEOPLE)
def set_four_eyes(request: MemberRequest) -> HttpResponse:
    """Switch whether another person accepts what somebody answered."""
    form = FourEyesForm(request.POST)
    form.full_clean()
    organisation = request.membership.organisation
    is_on = form.cleaned_data["is_on"]
    if ask_for_four_eyes(
        organisation=organisation, is_on=is_on, at=timezone.now(), by=request.user
    ):
        said = _("Four eyes are on.") if is_on else _("Four eyes are off.")
        messages.success(request, said)
    return redirect("accounts:people", organisation.slug)
