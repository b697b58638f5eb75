"""The background work of an organisation: what waits, runs, ended; stopped, asked for again."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.filters import WorkFilter
from accounts.http import MemberRequest, member_action, member_page, page_before
from accounts.reports.background import work_workbook
from accounts.reports.plain import CONTENT_TYPE
from accounts.rights import Action
from accounts.selectors.background import NotAgain, may_act_on, work_lines, work_seen_by
from accounts.services.background import run_again
from accounts.tables import WorkTable, show_page
from jobs.models import Job
from jobs.selectors import Progress
from jobs.services import request_cancel

PER_PAGE: Final = 25


@member_page()
def background(request: MemberRequest) -> HttpResponse:
    """Show the work, the latest first: all of it to who reads the log, to others their own."""
    return _page(request)


@member_page()
def background_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same work as a workbook, narrowed by the same filters."""
    member = request.membership
    narrowed = WorkFilter(request.GET, queryset=work_seen_by(member).latest_first())
    lines = work_lines(narrowed.qs, member, at=timezone.now()).values()
    content = work_workbook(lines, mark=member.organisation.classification)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="background.xlsx"'
    return response


@member_page()
def background_progress(request: MemberRequest, job_key: UUID) -> HttpResponse:
    """Say how far one job is, for the script of the page, which is read again at its end."""
    job = _find(request, job_key)
    listed = reverse("accounts:background", args=[request.membership.organisation.slug])
    before = page_before(request)  # with its filter and its page
    here = before if before.partition("?")[0] == listed else listed
    return JsonResponse(Progress.of(job).as_json(leads_to=here))


@member_action(Action.READ)
def cancel_background(request: MemberRequest, job_key: UUID) -> HttpResponse:
    """Ask that a job stops; what ended stays as it ended."""
    request_cancel(job=_own(request, job_key), at=timezone.now())
    return redirect("accounts:background", request.membership.organisation.slug)


@member_action(Action.READ)
def run_background_again(request: MemberRequest, job_key: UUID) -> HttpResponse:
    """Ask for the same once more, and lead to where it is seen; 409 where that is no more."""
    job = _own(request, job_key)
    try:
        return redirect(run_again(job=job, by=request.membership, at=timezone.now()))
    except NotAgain:
        messages.warning(request, _("It cannot be run again from here. Nothing was asked for."))
        return _page(request, status=409)


def _page(request: MemberRequest, *, status: int = 200) -> HttpResponse:
    member = request.membership
    seen = work_seen_by(member)
    narrowed = WorkFilter(request.GET, queryset=seen.latest_first())
    table = WorkTable(narrowed.qs, slug=member.organisation.slug)
    show_page(table, request, per_page=PER_PAGE)
    shown = [row.record for row in table.paginated_rows]
    table.lines = work_lines(shown, member, at=timezone.now())
    context = {
        "table": table,
        "filter": narrowed,
        "has_work": bool(table.lines) or seen.exists(),
        "sees_all": member.may(Action.READ_LOG),
        "nav": "people",
    }
    return render(request, "accounts/background.html", context, status=status)


def _find(request: MemberRequest, job_key: UUID) -> Job:
    return get_object_or_404(work_seen_by(request.membership), key=job_key)


def _own(request: MemberRequest, job_key: UUID) -> Job:
    job = _find(request, job_key)
    if not may_act_on(job, request.membership):
        raise PermissionDenied
    return job
