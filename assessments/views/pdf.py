"""The PDF of an assessment, and of a sign-off: made by POST and put on record."""

import logging
from collections.abc import Callable
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
from assessments.reports.pdf import (
    KIND,
    SIGN_OFF_KIND,
    NotSet,
    TooBusy,
    WrittenPdf,
    assessment_pdf,
    file_name,
    sign_off_pdf,
)
from assessments.selectors.past import contents_then
from assessments.selectors.pdf import pdf_contents
from assessments.selectors.signing.paper import signed_paper
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
from assessments.views.sign_offs import find_sign_off
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


@member_action(Action.READ)
def sign_off(request: MemberRequest, assessment_id: int, sign_off_id: int) -> HttpResponse:
    """Make the PDF of a sign-off, and put it on record.

    One that is too long, or cannot be set now, leads back to its page with the reason.
    """
    assessment = find_assessment(request, assessment_id)
    found = find_sign_off(assessment, sign_off_id)
    back = redirect("assessments:sign_off", assessment.organisation.slug, assessment.pk, found.pk)
    contents = signed_paper(found, _making(request))
    if len(contents.signed.rows) > settings.PDF_MAX_ROWS:
        messages.warning(request, _("This sign-off is too long for a PDF: take the list."))
        return back
    paper = _set_or_why(lambda: sign_off_pdf(contents), assessment)
    if isinstance(paper, str):
        messages.warning(request, paper)
        return back
    making = contents.making
    told: dict[str, str | int] = {"sign_off": found.pk, "sign_off_sha256": found.sha256}
    made = MadeWorkbook(making.key, SIGN_OFF_KIND, making.language, "", paper.cells, told)
    record_export(assessment=assessment, made=made, by=making.by, at=making.at)
    return pdf_file(paper.content, f"sign-off-{found.pk}-{found.short_hash}.pdf")


def _making(request: MemberRequest) -> Making:
    return Making(uuid4(), get_language() or "", request.membership, timezone.now())


def _handed_out(request: MemberRequest, book: WorkbookContents) -> HttpResponse:
    assessment = book.assessment
    if len(book.rows) + len(book.provider_rows) > settings.PDF_MAX_ROWS:
        said = _("This assessment is too long for a PDF: take the workbook, or filter the duties.")
        return _refused(request, assessment, said)
    paper = _set_or_why(lambda: assessment_pdf(pdf_contents(book)), assessment)
    if isinstance(paper, str):
        return _refused(request, assessment, paper)
    made = MadeWorkbook(book.key, KIND, book.language, book.query, paper.cells)
    record_export(assessment=assessment, made=made, by=request.membership, at=book.made_at)
    return pdf_file(paper.content, file_name(book))


def _set_or_why(make: Callable[[], WrittenPdf], assessment: Assessment) -> WrittenPdf | str:
    """Return the PDF, or in a sentence why there is none."""
    try:
        return make()
    except TooBusy:
        return _("Other PDFs are being made: try again in a minute.")
    except NotSet as error:
        _log.error("pdf-not-set", extra={"assessment": assessment.pk, "why": str(error)})
        return _("The PDF could not be made. The workbook says the same.")


def _refused(request: MemberRequest, assessment: Assessment, why: str) -> HttpResponse:
    messages.warning(request, why)
    slug = request.membership.organisation.slug
    return redirect("assessments:dashboard", slug, assessment.pk)
