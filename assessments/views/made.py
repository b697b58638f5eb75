"""Workbooks made in the background: asked for, waited for, had."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.filters import DutyFilter
from assessments.models import Assessment, MadeFile
from assessments.reports.assessment import file_name
from assessments.selectors.made import made_lines, made_progress, why_not_made
from assessments.services.made import FileGone, ask_for_workbook, cancel_making, opened
from assessments.views.files import streamed_workbook
from assessments.views.finding import find_assessment
from matrix.selectors.paging import paged_edition


@member_action(Action.READ)
def ask(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Have the workbook of the rows that the query string keeps made in the background."""
    return asked(request, find_assessment(request, assessment_id))


@member_page()
def made_files(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """List the workbooks that this person asked for."""
    assessment = find_assessment(request, assessment_id)
    mine = MadeFile.objects.visible_to(request.user).of_assessment(assessment)
    context = {"assessment": assessment, "lines": made_lines(mine), "nav": "dashboard"}
    return render(request, "assessments/made/files.html", context)


@member_page()
def made_file(request: MemberRequest, assessment_id: int, made_key: UUID) -> HttpResponse:
    """Show how far a workbook is, then lead to it, or say why there is none."""
    assessment, made = _find(request, assessment_id, made_key)
    work = made_progress(made)
    is_over = work is None or work.is_finished
    context = {
        "assessment": assessment,
        "made": made,
        "work": work,
        "why": why_not_made(work) if is_over and not made.made_at else "",
        "nav": "dashboard",
    }
    return render(request, "assessments/made/file.html", context)


@member_page()
def made_progress_json(request: MemberRequest, assessment_id: int, made_key: UUID) -> HttpResponse:
    """Say how far a workbook is, for the script of the page."""
    _, made = _find(request, assessment_id, made_key)
    work, here = made_progress(made), _address(request, made)
    if work is None:
        over = {"state": "done", "done": 0, "total": 0, "text": "", "next": here}
        return JsonResponse(over | {"is_finished": True, "is_cancelling": False})
    return JsonResponse(work.as_json(leads_to=here))


@member_action(Action.READ)
def cancel(request: MemberRequest, assessment_id: int, made_key: UUID) -> HttpResponse:
    """Ask that a workbook is not made."""
    _, made = _find(request, assessment_id, made_key)
    cancel_making(made=made, at=timezone.now())
    return redirect(_address(request, made))


@member_page()
def download(request: MemberRequest, assessment_id: int, made_key: UUID) -> HttpResponse:
    """Hand out a workbook that is made, to who asked for it and may read the assessment now."""
    assessment, made = _find(request, assessment_id, made_key)
    if made.made_at is None:
        raise Http404
    try:
        file = opened(made)
    except FileGone as gone:
        raise Http404 from gone
    return streamed_workbook(file, file_name(assessment, made.made_at), made.size)


def asked(request: MemberRequest, assessment: Assessment) -> HttpResponse:
    """Ask for the workbook of the query string, and lead to the page that waits for it."""
    language = get_language() or ""
    shown = DutyFilter(
        request.GET,
        assessment=assessment,
        printed=paged_edition(assessment.edition, language=language).frame,
        reader=request.membership,
        on=timezone.localdate(),
    )
    made = ask_for_workbook(
        assessment=assessment,
        query=shown.query if shown.is_filtered else "",
        language=language,
        by=request.membership,
        at=timezone.now(),
    )
    return redirect(_address(request, made))


def _find(
    request: MemberRequest, assessment_id: int, made_key: UUID
) -> tuple[Assessment, MadeFile]:
    assessment = find_assessment(request, assessment_id)
    mine = MadeFile.objects.visible_to(request.user).of_assessment(assessment)
    made = mine.filter(key=made_key).first()
    if made is None:
        raise Http404
    return assessment, made


def _address(request: MemberRequest, made: MadeFile) -> str:
    slug = request.membership.organisation.slug
    return reverse("assessments:made_file", args=[slug, made.assessment_id, made.key])
