"""What happened, in an organisation and in one assessment, and the workbook twins of both."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments.filters.history import AssessmentHistoryFilter, HistoryFilter, LogFilter
from assessments.models import Assessment
from assessments.reports.history import MOST_ROWS, About, history_workbook
from assessments.selectors.history import HistoryPage, history_page, latest_lines
from assessments.views.finding import find_assessment
from assessments.views.past import as_of_form
from audit.models import chain_of
from audit.selectors import head_of
from matrix.reports import CONTENT_TYPE


@member_page(Action.READ_LOG)
def log(request: MemberRequest) -> HttpResponse:
    """Show what happened in the organisation, newest first."""
    filterset = LogFilter(request.GET, reader=request.membership)
    context = {
        "filter": filterset,
        "page": _page(request, filterset),
        "may_revert": request.membership.may(Action.RUN_ASSESSMENTS),
        "nav": "log",
    }
    return render(request, "assessments/history_log.html", context)


@member_page(Action.READ_LOG)
def log_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same events as a workbook."""
    return _workbook(request, LogFilter(request.GET, reader=request.membership), "")


@member_page()
def history(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show what happened to an assessment, newest first."""
    assessment = find_assessment(request, assessment_id)
    filterset = AssessmentHistoryFilter(
        request.GET, assessment=assessment, reader=request.membership
    )
    context = {
        "assessment": assessment,
        "filter": filterset,
        "page": _page(request, filterset),
        "may_revert": assessment.state == Assessment.State.ACTIVE
        and request.membership.may(Action.RUN_ASSESSMENTS),
        "as_of_menu": as_of_form(assessment),
        "nav": "dashboard",
    }
    return render(request, "assessments/history.html", context)


@member_page()
def history_xlsx(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand out the same events as a workbook."""
    assessment = find_assessment(request, assessment_id)
    filterset = AssessmentHistoryFilter(
        request.GET, assessment=assessment, reader=request.membership
    )
    return _workbook(request, filterset, str(assessment))


def _page(request: MemberRequest, filterset: HistoryFilter) -> HistoryPage:
    return history_page(
        filterset.qs,
        reader=request.membership,
        before=filterset.place,
        is_unfolded=filterset.is_unfolded,
    )


def _workbook(request: MemberRequest, filterset: HistoryFilter, assessment: str) -> HttpResponse:
    reader = request.membership
    about = About(
        organisation=reader.organisation.name,
        assessment=assessment,
        kept=filterset.words,
        head=head_of(chain_of(reader.organisation_id)),
        is_numbered=reader.may(Action.READ_INTERNAL_NOTES),
        mark=reader.organisation.classification,
    )
    lines = latest_lines(filterset.qs, reader=reader, at_most=MOST_ROWS)
    content = history_workbook(lines, about)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="history.xlsx"'
    return response
