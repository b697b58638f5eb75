"""What was brought into an assessment, and its workbook twin."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import MemberRequest, member_page
from assessments.models import Assessment, Intake, IntakeQuerySet
from assessments.reports.intakes import intake_workbook
from assessments.tables.intakes import IntakeTable
from assessments.views.finding import find_assessment
from assessments.views.intakes.finding import is_open_to, may_bring
from matrix.reports import CONTENT_TYPE
from matrix.tables import show_page

PER_PAGE = 50


@member_page()
def intakes(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show what this member brought in and what others have applied, newest first."""
    assessment = find_assessment(request, assessment_id)
    table = IntakeTable(_listed(request, assessment), slug=request.membership.organisation.slug)
    show_page(table, request, per_page=PER_PAGE)
    context = {
        "assessment": assessment,
        "table": table,
        "total": table.paginator.count,
        "may_bring": may_bring(request.membership),
        "is_open": is_open_to(request.membership, assessment),
        "nav": "dashboard",
    }
    return render(request, "assessments/intakes/list.html", context)


@member_page()
def intakes_xlsx(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand out the same list as a workbook."""
    assessment = find_assessment(request, assessment_id)
    mark = request.membership.organisation.classification
    content = intake_workbook(_listed(request, assessment), mark=mark)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="brought-in.xlsx"'
    return response


def _listed(request: MemberRequest, assessment: Assessment) -> IntakeQuerySet:
    return (
        Intake.objects.visible_to(request.user)
        .of_assessment(assessment)
        .select_related("made_by__user", "applied_by__user", "undone_by__user")
        .defer("said", "table", "choices")
        .latest_first()
    )
