"""Starting the next period of a signed assessment."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.signing import PeriodForm
from assessments.models import Assessment
from assessments.services.signing import NotSigned, start_next_period
from assessments.services.starting import PeriodReversed
from assessments.views.finding import find_assessment


@member_page(Action.RUN_ASSESSMENTS)
def next_period(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the form of the next period."""
    source = find_assessment(request, assessment_id)
    return _page(request, source, PeriodForm(source=source))


@member_action(Action.RUN_ASSESSMENTS)
def start_period(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Start the next period and lead to its review, where what is still true is said again."""
    source = find_assessment(request, assessment_id)
    form = PeriodForm(request.POST, source=source)
    if not form.is_valid():
        return _page(request, source, form, status=422)
    try:
        assessment = start_next_period(
            source=source, terms=form.terms(), by=request.membership, at=timezone.now()
        )
    except NotSigned:
        form.add_error(None, _("The next period starts from a signed one: sign this one first."))
        return _page(request, source, form, status=409)
    except PeriodReversed:
        form.add_error("ends_on", _("The period ends before it starts."))
        return _page(request, source, form, status=422)
    messages.success(request, _("The next period has begun, with the answers of the last one."))
    return redirect("assessments:review", request.membership.organisation.slug, assessment.pk)


def _page(
    request: MemberRequest, source: Assessment, form: PeriodForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "assessment": source,
        "form": form,
        "is_active": source.state == Assessment.State.ACTIVE,
        "nav": "dashboard",
    }
    return render(request, "assessments/next_period.html", context, status=status)
