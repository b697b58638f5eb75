"""OSCAL documents of an assessment: made by POST and put on record, as the workbook is."""

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from assessments.models import Assessment
from assessments.reports.oscal import DOCUMENTS, PLAN, RESULTS, NoGap, file_name
from assessments.selectors.oscal import oscal_contents
from assessments.selectors.workbook import Making
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.views.files import json_file
from assessments.views.finding import find_assessment
from assessments.views.past import is_asked
from matrix.selectors import printed_edition


@member_action(Action.READ)
def assessment_results(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Make the assessment results, and put them on record."""
    return _document(request, assessment_id, RESULTS)


@member_action(Action.READ)
def plan_of_action(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Make the plan of action and milestones; without a gap there is none to make."""
    return _document(request, assessment_id, PLAN)


def _document(request: MemberRequest, assessment_id: int, kind: str) -> HttpResponse:
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        return _refused(request, assessment, _("OSCAL documents are of today: no file was made."))
    now, language = timezone.now(), get_language() or ""
    printed = printed_edition(assessment.edition, language=language)
    making = Making(uuid4(), language, request.membership, now)
    contents = oscal_contents(assessment, printed, making)
    try:
        document = DOCUMENTS[kind](contents)
    except NoGap:
        said = _("There is no gap: a plan of action would be empty.")
        return _refused(request, assessment, said)
    made = MadeWorkbook(making.key, kind, language, "", document.cells)
    record_export(assessment=assessment, made=made, by=request.membership, at=now)
    return json_file(document.content, file_name(contents, kind))


def _refused(request: MemberRequest, assessment: Assessment, why: str) -> HttpResponse:
    messages.warning(request, why)
    slug = request.membership.organisation.slug
    return redirect("assessments:dashboard", slug, assessment.pk)
