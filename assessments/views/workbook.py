"""The workbook of an assessment, and the plain twin of its grid."""

from uuid import uuid4

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.filters import DutyFilter
from assessments.models import Answer, Assessment
from assessments.reports.assessment import assessment_workbook, duties_list, file_name
from assessments.reports.lists import KIND
from assessments.selectors.duties import duty_rows
from assessments.selectors.workbook import Making, Selection, workbook_contents
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.views.files import workbook_file
from assessments.views.finding import find_assessment
from assessments.views.made import asked
from assessments.views.past import is_asked
from assessments.views.past_files import duties_list_then, workbook_then
from matrix.selectors import PrintedEdition, printed_edition


@member_action(Action.READ)
def workbook(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Make the workbook of the rows that the query string keeps, and put it on record.

    That of a long assessment is made in the background.
    """
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        return workbook_then(request, assessment)
    if Answer.objects.of_assessment(assessment).count() > settings.WORKBOOK_ROWS_AT_ONCE:
        return asked(request, assessment)
    now, language = timezone.now(), get_language() or ""
    printed = printed_edition(assessment.edition, language=language)
    shown = _filter(request, assessment, printed)
    making = Making(uuid4(), language, request.membership, now)
    selection = Selection(shown.qs, shown.query, shown.words) if shown.is_filtered else None
    contents = workbook_contents(assessment, printed, making, selection)
    book = assessment_workbook(contents)
    made = MadeWorkbook(making.key, KIND, language, contents.query, book.cells)
    record_export(assessment=assessment, made=made, by=request.membership, at=now)
    return workbook_file(book.content, file_name(assessment, now))


@member_page()
def duties_xlsx(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Return the list that the grid shows for this query string, unrecorded."""
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        return duties_list_then(request, assessment)
    now = timezone.now()
    printed = printed_edition(assessment.edition, language=get_language() or "")
    rows = duty_rows(
        _filter(request, assessment, printed).qs,
        assessment=assessment,
        printed=printed,
        reader=request.membership,
        on=timezone.localdate(now),
    )
    content = duties_list(rows, assessment=assessment, printed=printed, at=now)
    return workbook_file(content, file_name(assessment, now, part="duties"))


def _filter(request: MemberRequest, assessment: Assessment, printed: PrintedEdition) -> DutyFilter:
    return DutyFilter(
        request.GET,
        assessment=assessment,
        printed=printed,
        reader=request.membership,
        on=timezone.localdate(),
    )
