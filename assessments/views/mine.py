"""A member's own duties across assessments, and their workbook twin."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments.filters.mine import MyDutiesFilter
from assessments.reports.mine import my_duties_list
from assessments.selectors.comments import unread_mentions
from assessments.selectors.handing import to_come_for, waiting_for
from assessments.selectors.mine import groups_of, my_duties
from matrix.reports import CONTENT_TYPE


@member_page(Action.ANSWER_OWN)
def mine(request: MemberRequest) -> HttpResponse:
    """Show what is this member's to do, worst first."""
    today = timezone.localdate()
    filterset = _filter(request)
    groups = groups_of(filterset.kept)
    context = {
        "mine": filterset.mine,
        "filter": filterset,
        "groups": groups,
        "offered": waiting_for(request.membership),
        "to_come": to_come_for(request.membership),
        "mentions": unread_mentions(request.membership),
        "needs_nothing": not any(group.is_needing for group in groups),
        "today": today,
        "nav": "mine",
    }
    return render(request, "assessments/mine.html", context)


@member_page(Action.ANSWER_OWN)
def mine_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same rows, in the same order, as a workbook."""
    mark = request.membership.organisation.classification
    content = my_duties_list(_filter(request).kept, mark=mark)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="my-duties.xlsx"'
    return response


def _filter(request: MemberRequest) -> MyDutiesFilter:
    language, today = get_language() or "", timezone.localdate()
    found = my_duties(request.membership, language=language, on=today)
    return MyDutiesFilter(request.GET, found)
