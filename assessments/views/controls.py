"""Duties by control: the page, its twin, and the form in which suggestions are confirmed."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.controls import ControlsForm, FrameworkForm
from assessments.models import Assessment
from assessments.reports.assessment import file_name
from assessments.reports.controls import controls_workbook
from assessments.selectors.controls import ByControl, by_control
from assessments.views.files import workbook_file
from assessments.views.finding import find_assessment
from matrix.models import Framework
from matrix.selectors import printed_edition
from matrix.services.controls import ControlsStale, choose_controls


@member_page()
def controls(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show each control of the framework in the query string with its duties."""
    assessment = find_assessment(request, assessment_id)
    shown = _shown(request, assessment)
    context = _context(assessment, shown) | {
        "may_choose": request.membership.may(Action.RUN_ASSESSMENTS),
    }
    return render(request, "assessments/controls.html", context)


@member_page()
def controls_xlsx(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand out the same as a workbook, unrecorded."""
    assessment = find_assessment(request, assessment_id)
    content = controls_workbook(_shown(request, assessment), assessment=assessment)
    return workbook_file(content, file_name(assessment, timezone.now(), part="controls"))


@member_page(Action.RUN_ASSESSMENTS)
def control_rows(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show each duty with its controls, to be confirmed or changed."""
    assessment = find_assessment(request, assessment_id)
    shown = _shown(request, assessment)
    return _form_page(request, assessment, shown, ControlsForm(duties=shown.duties))


@member_action(Action.RUN_ASSESSMENTS)
def choose(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Keep the controls of every duty; 422 shows what is to be mended, 409 what has changed."""
    assessment = find_assessment(request, assessment_id)
    shown = _shown(request, assessment)
    form = ControlsForm(request.POST, duties=shown.duties)
    if not form.is_valid():
        return _form_page(request, assessment, shown, form, status=422)
    try:
        changed = choose_controls(
            edition=assessment.edition,
            framework=shown.framework,
            entries=form.entries(),
            by=request.membership,
            at=timezone.now(),
        )
    except ControlsStale:
        messages.warning(request, _("Somebody changed controls in between; this is what is said."))
        fresh = ControlsForm(duties=shown.duties)
        return _form_page(request, assessment, shown, fresh, status=409)
    said = ngettext("Controls of %(n)s duty kept.", "Controls of %(n)s duties kept.", changed)
    messages.success(request, said % {"n": changed})
    slug = request.membership.organisation.slug
    page = reverse("assessments:controls", args=[slug, assessment.pk])
    return redirect(f"{page}?framework={shown.framework}")


def _shown(request: MemberRequest, assessment: Assessment) -> ByControl:
    language = get_language() or ""
    return by_control(
        assessment,
        framework=FrameworkForm(request.GET).chosen(),
        printed=printed_edition(assessment.edition, language=language),
        reader=request.membership,
        language=language,
        on=timezone.localdate(),
    )


def _context(assessment: Assessment, shown: ByControl) -> dict[str, object]:
    return {
        "assessment": assessment,
        "shown": shown,
        "framework": Framework(shown.framework),
        "frameworks": list(Framework),
        "nav": "dashboard",
    }


def _form_page(
    request: MemberRequest,
    assessment: Assessment,
    shown: ByControl,
    form: ControlsForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context = _context(assessment, shown) | {"form": form, "lines": form.lines()}
    return render(request, "assessments/control_rows.html", context, status=status)
