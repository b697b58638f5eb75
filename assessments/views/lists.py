"""The assessments of an organisation, and their workbook twin."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments.models import Assessment, AssessmentQuerySet
from assessments.selectors.heatmap import heatmaps
from assessments.selectors.listing import Listing, assessment_listing
from assessments.tables import AssessmentTable
from matrix.reports import CONTENT_TYPE, Column, plain_workbook
from matrix.tables import show_page

PER_PAGE = 25
WIDE = 3  # service, scope and provider hold text


@member_page()
def assessments(request: MemberRequest) -> HttpResponse:
    """Show the assessments, the sum of them first."""
    visible, listing = _visible(request), _listing(request)
    table = _table(request, listing)
    show_page(table, request, per_page=PER_PAGE)
    shown = [row.record.assessment for row in table.paginated_rows]
    context = {
        "listing": listing,
        "past": visible.count() - visible.in_course().count(),
        "with_past": _is_past_asked(request),
        "table": table,
        "heatmaps": heatmaps(shown, language=get_language() or ""),
        "today": timezone.localdate(),
        "may_start": request.membership.may(Action.RUN_ASSESSMENTS),
        "nav": "assessments",
    }
    return render(request, "assessments/list.html", context)


@member_page()
def assessments_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same list, in the same order, as a workbook."""
    table = _table(request, _listing(request))
    RequestConfig(request, paginate=False).configure(table)
    headings, *rows = table.as_values(exclude_columns=AssessmentTable.screen_only)
    columns = [
        Column(heading, 32 if place < WIDE else 13) for place, heading in enumerate(headings)
    ]
    mark = request.membership.organisation.classification
    content = plain_workbook(title=_("Assessments"), columns=columns, rows=rows, mark=mark)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="assessments.xlsx"'
    return response


def _visible(request: MemberRequest) -> AssessmentQuerySet:
    organisation = request.membership.organisation
    return Assessment.objects.visible_to(request.user).of_organisation(organisation)


def _is_past_asked(request: MemberRequest) -> bool:
    return request.GET.get("periods") == "all"


def _listing(request: MemberRequest) -> Listing:
    """Return what is in course, and with `?periods=all` the periods that are over too."""
    visible = _visible(request)
    shown = visible if _is_past_asked(request) else visible.in_course()
    return assessment_listing(shown, on=timezone.localdate())


def _table(request: MemberRequest, listing: Listing) -> AssessmentTable:
    return AssessmentTable(list(listing.lines), slug=request.membership.organisation.slug)
