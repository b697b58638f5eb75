"""The hand-overs of an organisation, and their workbook twin."""

from django.http import HttpResponse
from django.shortcuts import render

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments.filters.handing import HandOverFilter
from assessments.reports.handing_list import hand_over_workbook
from assessments.selectors.handing_list import line_of
from assessments.tables import HandOverTable
from matrix.reports import CONTENT_TYPE
from matrix.tables import show_page

PER_PAGE = 50


@member_page(Action.ASSIGN_OWN)
def hand_overs(request: MemberRequest) -> HttpResponse:
    """Show the hand-overs this member has to do with, newest first."""
    narrowed = HandOverFilter(request.GET, reader=request.membership)
    table = HandOverTable(narrowed.qs, slug=request.membership.organisation.slug)
    show_page(table, request, per_page=PER_PAGE)
    context = {
        "table": table,
        "filter": narrowed,
        "total": narrowed.queryset.count(),
        "kept": table.paginator.count,
        "nav": "mine",
    }
    return render(request, "assessments/hand_overs.html", context)


@member_page(Action.ASSIGN_OWN)
def hand_overs_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same hand-overs, newest first, as a workbook."""
    narrowed = HandOverFilter(request.GET, reader=request.membership)
    mark = request.membership.organisation.classification
    content = hand_over_workbook((line_of(each) for each in narrowed.qs), mark=mark)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="hand-overs.xlsx"'
    return response
