"""The options of an assessment's matrix: which are bought, and which rows depend on them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.options import DecisionForm, OptionForm
from assessments.models import Assessment
from assessments.selectors.options import name_of, options_of
from assessments.services.answering import AssessmentClosed
from assessments.services.options import (
    ChoiceStale,
    OptionReasonMissing,
    OptionUnknown,
    decide_option,
    regroup_option,
    remove_option,
)
from assessments.views.finding import find_assessment
from assessments.views.replies import closed_page
from matrix.models import Option
from matrix.selectors import PrintedEdition, printed_edition


@member_page()
def options(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show each option with the rows it switches, and what was decided."""
    return _page(request, find_assessment(request, assessment_id))


@member_action(Action.RUN_ASSESSMENTS)
def decide(request: MemberRequest, assessment_id: int, option_id: int) -> HttpResponse:
    """Keep a decision; 409 when somebody decided in between, 422 when the reason is missing."""
    assessment = find_assessment(request, assessment_id)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, assessment, failed=option_id, form=form, status=422)
    try:
        changed = decide_option(
            assessment_id=assessment.pk,
            option_id=option_id,
            decision=form.decision(),
            by=request.membership,
            at=timezone.now(),
        )
    except OptionUnknown as unknown:
        raise Http404 from unknown
    except AssessmentClosed:
        return closed_page(request, assessment.pk)
    except OptionReasonMissing:
        form.add_error("reason", _("Say why: the contract, the order, the decision."))
        return _page(request, assessment, failed=option_id, form=form, status=422)
    except ChoiceStale:
        form.add_error(None, _("Somebody decided on this in between; here is what they said."))
        return _page(request, assessment, failed=option_id, form=form, status=409)
    words = ngettext("%(n)s row switched.", "%(n)s rows switched.", changed)
    messages.success(request, words % {"n": changed})
    return _to_options(request, assessment)


@member_page(Action.RUN_ASSESSMENTS)
def option_rows(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the form that groups rows under an option, `?option=ID` one that is there."""
    assessment = find_assessment(request, assessment_id)
    option = _own_option(request, assessment, request.GET.get("option", ""))
    chosen = dict(option.rows.values_list("activity_id", "applies")) if option else {}
    name = name_of(option, get_language() or "") if option else ""
    form = OptionForm(activities=_printed(assessment).activities, chosen=chosen, name=name)
    return _rows_page(request, assessment, form, option)


@member_action(Action.RUN_ASSESSMENTS)
def group(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Group rows under an option of one's organisation; 422 shows what is to be mended."""
    assessment = find_assessment(request, assessment_id)
    option = _own_option(request, assessment, request.POST.get("option", ""))
    form = OptionForm(request.POST, activities=_printed(assessment).activities)
    if not form.is_valid():
        return _rows_page(request, assessment, form, option, status=422)
    regroup_option(
        edition=assessment.edition,
        terms=form.terms(get_language() or "fr", option.slug if option else ""),
        by=request.membership,
        at=timezone.now(),
    )
    messages.success(request, _("The option is there. Say now whether it is bought."))
    return _to_options(request, assessment)


@member_action(Action.RUN_ASSESSMENTS)
def remove(request: MemberRequest, assessment_id: int, option_id: int) -> HttpResponse:
    """Take an option of one's organisation away; its rows are on again."""
    assessment = find_assessment(request, assessment_id)
    option = _own_option(request, assessment, str(option_id))
    if option:
        remove_option(option=option, by=request.membership, at=timezone.now())
        messages.success(request, _("The option is gone; its rows are on again."))
    return _to_options(request, assessment)


def _printed(assessment: Assessment) -> PrintedEdition:
    return printed_edition(assessment.edition, language=get_language() or "")


def _own_option(request: MemberRequest, assessment: Assessment, pk: str) -> Option | None:
    """Return an option of the reader's organisation, None for "", 404 for any other."""
    if not pk:
        return None
    own = Option.objects.filter(
        organisation=request.membership.organisation, edition_id=assessment.edition_id
    )
    found = own.filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
    if found is None:
        raise Http404
    return found


def _to_options(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    return redirect("assessments:options", request.membership.organisation.slug, assessment.pk)


def _page(
    request: MemberRequest,
    assessment: Assessment,
    *,
    failed: int = 0,
    form: DecisionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    printed = _printed(assessment)
    shown = options_of(assessment, printed=printed, language=get_language() or "")
    if failed and failed not in {state.option_id for state in shown}:
        raise Http404
    may_decide = request.membership.may(Action.RUN_ASSESSMENTS)
    context = {
        "assessment": assessment,
        "options": shown,
        "failed": failed,
        "form": form,
        "may_decide": may_decide and assessment.state == Assessment.State.ACTIVE,
        "may_group": may_decide,
        "nav": "dashboard",
    }
    return render(request, "assessments/options.html", context, status=status)


def _rows_page(
    request: MemberRequest,
    assessment: Assessment,
    form: OptionForm,
    option: Option | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "assessment": assessment,
        "form": form,
        "option": option,
        "rows": [(activity, form[f"row-{activity.activity_id}"]) for activity in form.activities],
        "nav": "dashboard",
    }
    return render(request, "assessments/option_rows.html", context, status=status)
