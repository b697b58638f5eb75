"""The workbook and the twin of the grid as of a day that is over."""

from uuid import uuid4

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest
from assessments.reports.assessment import assessment_workbook, duties_list, file_name
from assessments.reports.lists import KIND
from assessments.selectors.past import contents_then
from assessments.selectors.workbook import Kept, Making
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.views.files import workbook_file
from assessments.views.past import Look, looking_back, past_filter


@looking_back(status=422)
def workbook_then(request: MemberRequest, look: Look) -> HttpResponse:
    """Make the workbook of that day, and put it on record: the day stands in its filter."""
    now, language = timezone.now(), get_language() or ""
    shown = past_filter(request, look)
    making = Making(uuid4(), language, request.membership, now)
    listed = shown.keep(look.rows) if shown.is_filtered else look.rows
    kept = Kept(look.rows, listed, query=shown.query, words=shown.words)
    contents = contents_then(look.past, kept, printed=look.printed, making=making)
    book = assessment_workbook(contents)
    made = MadeWorkbook(making.key, KIND, language, contents.query, book.cells)
    then = look.past.assessment
    record_export(assessment=then, made=made, by=request.membership, at=now)
    return workbook_file(book.content, file_name(then, now, part=_part(look)))


@looking_back(status=422)
def duties_list_then(request: MemberRequest, look: Look) -> HttpResponse:
    """Return the list that the grid of that day shows for this query string, unrecorded."""
    rows = past_filter(request, look).keep(look.rows)
    then, now = look.past.assessment, timezone.now()
    content = duties_list(rows, assessment=then, printed=look.printed, at=now, as_of=look.past.day)
    return workbook_file(content, file_name(then, now, part=f"duties-{_part(look)}"))


def _part(look: Look) -> str:
    return f"as-of-{look.past.day.isoformat()}"
