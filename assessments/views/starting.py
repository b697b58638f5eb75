"""Starting an assessment, and copying one."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.starting import CopyForm, StartForm, TermsForm, first_terms
from assessments.models import Assessment
from assessments.services.starting import (
    EditionUnavailable,
    PeriodReversed,
    copy_assessment,
    start_assessment,
)
from assessments.views.finding import find_assessment
from matrix.models import Edition, EditionQuerySet


@member_page(Action.RUN_ASSESSMENTS)
def new(request: MemberRequest) -> HttpResponse:
    """Show the form; `?edition=ID` chooses the matrix, as the library's links do."""
    editions = _editions(request)
    initial = first_terms(editions, request.GET.get("edition", ""), timezone.localdate())
    return _start_page(request, StartForm(initial=initial, editions=editions))


@member_action(Action.RUN_ASSESSMENTS)
def start(request: MemberRequest) -> HttpResponse:
    """Start an assessment and lead to its duties; 422 shows what is to be mended."""
    form = StartForm(request.POST, editions=_editions(request))
    if not form.is_valid():
        return _start_page(request, form, status=422)
    try:
        assessment = start_assessment(
            edition=form.cleaned_data["edition"],
            terms=form.terms(),
            by=request.membership,
            at=timezone.now(),
            client_party=form.cleaned_data.get("client_party"),
        )
    except (PeriodReversed, EditionUnavailable) as refusal:
        _explain(form, refusal)
        return _start_page(request, form, status=422)
    return redirect("assessments:duties", request.membership.organisation.slug, assessment.pk)


@member_page(Action.RUN_ASSESSMENTS)
def copy(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the form of a copy, with the period of its source."""
    source = find_assessment(request, assessment_id)
    initial = {"starts_on": source.starts_on, "ends_on": source.ends_on}
    return _copy_page(request, source, CopyForm(initial=initial))


@member_action(Action.RUN_ASSESSMENTS)
def start_copy(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Copy an assessment and lead to the duties of the copy; 422 shows what is to be mended."""
    source = find_assessment(request, assessment_id)
    form = CopyForm(request.POST)
    if not form.is_valid():
        return _copy_page(request, source, form, status=422)
    try:
        assessment = copy_assessment(
            source=source,
            terms=form.terms(),
            with_answers=form.cleaned_data["with_answers"],
            by=request.membership,
            at=timezone.now(),
        )
    except (PeriodReversed, EditionUnavailable) as refusal:
        _explain(form, refusal)
        return _copy_page(request, source, form, status=422)
    return redirect("assessments:duties", request.membership.organisation.slug, assessment.pk)


def _editions(request: MemberRequest) -> EditionQuerySet:
    return Edition.objects.available_to(request.membership.organisation)


def _explain(form: TermsForm, refusal: PeriodReversed | EditionUnavailable) -> None:
    if isinstance(refusal, PeriodReversed):
        form.add_error("ends_on", _("The period ends before it starts."))
    else:
        form.add_error(None, _("This matrix is no longer in the library."))


def _start_page(request: MemberRequest, form: StartForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "nav": "assessments"}
    return render(request, "assessments/start.html", context, status=status)


def _copy_page(
    request: MemberRequest, source: Assessment, form: CopyForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "assessment": source, "nav": "dashboard"}
    return render(request, "assessments/copy.html", context, status=status)
