"""The setting that marks all that leaves."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.forms.people import MarkForm
from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from accounts.services import mark_files


@member_action(Action.MANAGE_PEOPLE)
def set_mark(request: MemberRequest) -> HttpResponse:
    """Change the mark that is printed on all that leaves, or take it away."""
    organisation = request.membership.organisation
    form = MarkForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["mark"])))
        return redirect("accounts:people", organisation.slug)
    mark = form.cleaned_data["mark"]
    if mark_files(organisation=organisation, mark=mark, at=timezone.now(), by=request.user):
        said = _("Files are marked “%(mark)s” from now on.") % {"mark": mark}
        messages.success(request, said if mark else _("Files carry no mark from now on."))
    return redirect("accounts:people", organisation.slug)
