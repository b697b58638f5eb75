"""The PDF of an assessment: made by POST and put on record, as the workbook is."""

import logging
from uuid import uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from assessments.filters import DutyFilter
from assessments.models import Assessment
from assessments.reports.pdf import KIND, NotSet, TooBusy, assessment_pdf, file_name
from assessments.selectors.past import contents_then
from assessments.selectors.pdf import pdf_contents
from assessments.selectors.workbook import (
    Kept,
    Making,
    Selection,
    WorkbookContents,
    workbook_contents,
)
from assessments.services.exporting import MadeWorkbook, record_export
from assessments.views.files import pdf_file
from assessments.views.finding import find_assessment
from assessments.views.past import Look, is_asked, looking_back, past_filter
from matrix.selectors import printed_edition

_log = logging.getLogger(__name__)


@member_action(Action.READ)
def pdf(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Make the PDF of the rows that the query string keeps, and put it on record.

    One that is too long, or cannot be set now, leads back to the dashboard with the reason.
    """
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        return _pdf_then(request, assessment)
    making = _making(request)
    printed = printed_edition(assessment.edition, language=making.language)
    shown = DutyFilter(
        request.GET,
        assessment=assessment,
        printed=printed,
        reader=request.membership,
        on=timezone.localdate(making.at),
    )
    selection = Selection(shown.qs, shown.query, shown.words) if shown.is_filtered else None
    return _handed_out(request, workbook_contents(assessment, printed, making, selection))


@looking_back(status=422)
def _pdf_then(request: MemberRequest, look: Look) -> HttpResponse:
    shown = past_filter(request, look)
    listed = shown.keep(look.rows) if shown.is_filtered else look.rows
    kept = Kept(look.rows, listed, query=shown.query, words=shown.words)
    making = _making(request)
    return _handed_out(
        request, contents_then(look.past, kept, printed=look.printed, making=making)
    )


def _making(request: MemberRequest) -> Making:
    return Making(uuid4(), get_language() or "", request.membership, timezone.now())


def _handed_out(request: MemberRequest, book: WorkbookContents) -> HttpResponse:
    assessment = book.assessment
    if len(book.rows) + len(book.provider_rows) > settings.PDF_MAX_ROWS:
        said = _("This assessment is too long for a PDF: take the workbook, or filter the duties.")
        return _refused(request, assessment, said)
    try:
        paper = assessment_pdf(pdf_contents(book))
    except TooBusy:
        said = _("Other PDFs are being made: try again in a minute.")
        return _refused(request, assessment, said)
    except NotSet as error:
        _log.error("pdf-not-set", extra={"assessment": assessment.pk, "why": str(error)})
        said = _("The PDF could not be made. The workbook says the same.")
        return _refused(request, assessment, said)
    made = MadeWorkbook(book.key, KIND, book.language, book.query, paper.cells)
    record_export(assessment=assessment, made=made, by=request.membership, at=book.made_at)
    return pdf_file(paper.content, file_name(book))


def _refused(request: MemberRequest, assessment: Assessment, why: str) -> HttpResponse:
    messages.warning(request, why)
    slug = request.membership.organisation.slug
    return redirect("assessments:dashboard", slug, assessment.pk)
