"""Exporting an organisation from its own pages."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import cast
from uuid import UUID

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.forms.confirming import PasswordForm
from accounts.http import MemberRequest, member_action, member_page, refuse_reader
from accounts.rights import Action
from backups.archive import archived, length_of
from backups.services import Extract, extract, record_extract
from backups.services.asking import ask_for_export, exports_of, is_long
from backups.services.keeping import KEPT, ExportGone, KeptExport, folder_to_export_in, opened
from backups.words import failure_words
from jobs.models import Job
from jobs.selectors import Progress
from jobs.services import request_cancel


@member_page(Action.MANAGE_PEOPLE)
def export(request: MemberRequest) -> HttpResponse:
    """Say what leaves, and ask for the password."""
    return _page(request, PasswordForm())


@member_action(Action.MANAGE_PEOPLE)
def make_export(request: MemberRequest) -> HttpResponse:
    """Hand out all of the organisation as one file, put on record before its first byte.

    A large one is left to a worker, and the answer leads to the page that waits for it.
    """
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    if status := refuse_reader(request, form):
        return _page(request, form, status=status)
    organisation, now = request.membership.organisation, timezone.now()
    language = get_language() or ""
    if is_long(organisation):
        job = ask_for_export(by=request.membership, language=language, at=now)
        return redirect("backups:made_export", organisation.slug, job.key)
    with ExitStack() as stack:
        path = stack.enter_context(folder_to_export_in())
        made = extract(organisation, path, language=language, at=now)
        record_extract(organisation=organisation, made=made, at=now, by=request.user)
        kept = stack.pop_all()
    return _handed_out(
        StreamingHttpResponse(_Leaving(made, kept)), made.name, length_of(made.entries)
    )


@member_page(Action.MANAGE_PEOPLE)
def made_export(request: MemberRequest, export_key: UUID) -> HttpResponse:
    """Show how far an export is, then ask for the password, or say why there is none."""
    return _made_page(request, _find(request, export_key), PasswordForm())


@member_page(Action.MANAGE_PEOPLE)
def export_progress(request: MemberRequest, export_key: UUID) -> HttpResponse:
    """Say how far an export is, for the script of the page."""
    job = _find(request, export_key)
    slug = request.membership.organisation.slug
    here = reverse("backups:made_export", args=[slug, job.key])
    return JsonResponse(Progress.of(job).as_json(leads_to=here))


@member_action(Action.MANAGE_PEOPLE)
def cancel_export(request: MemberRequest, export_key: UUID) -> HttpResponse:
    """Ask that an export is not made."""
    job = _find(request, export_key)
    request_cancel(job=job, at=timezone.now())
    return redirect("backups:made_export", request.membership.organisation.slug, job.key)


@member_action(Action.MANAGE_PEOPLE)
def download_export(request: MemberRequest, export_key: UUID) -> HttpResponse:
    """Hand out an export that a worker made, put on record before its first byte."""
    job, now = _find(request, export_key), timezone.now()
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _made_page(request, job, form, status=422)
    if status := refuse_reader(request, form):
        return _made_page(request, job, form, status=status)
    kept = KeptExport.of(job, at=now)
    if kept is None:
        raise Http404
    try:
        file = opened(kept)
    except ExportGone as gone:
        raise Http404 from gone
    organisation = request.membership.organisation
    record_extract(organisation=organisation, made=kept, at=now, by=request.user)
    return _handed_out(FileResponse(file), kept.name, kept.size)


class _Leaving:
    """The bytes of an export; its folder goes when they have left, or nobody reads on."""

    def __init__(self, made: Extract, kept: ExitStack) -> None:
        self._made, self._kept = made, kept

    def __iter__(self) -> Iterator[bytes]:
        return archived(self._made.entries)

    def close(self) -> None:
        """Remove the folder."""
        self._kept.close()


def _handed_out(response: HttpResponseBase, name: str, size: int) -> HttpResponse:
    response["Content-Type"] = "application/zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Length"] = str(size)
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, response)


def _find(request: MemberRequest, export_key: UUID) -> Job:
    return get_object_or_404(exports_of(request.membership.organisation), key=export_key)


def _page(request: MemberRequest, form: PasswordForm, *, status: int = 200) -> HttpResponse:
    has_password = request.user.has_usable_password()
    latest = exports_of(request.membership.organisation).latest_first()[:5]
    made = [(job, Progress.of(job)) for job in latest]
    context = {"form": form, "has_password": has_password, "made": made, "nav": "people"}
    return render(request, "backups/export.html", context, status=status)


def _made_page(
    request: MemberRequest, job: Job, form: PasswordForm, *, status: int = 200
) -> HttpResponse:
    work, kept = Progress.of(job), KeptExport.of(job, at=timezone.now())
    context = {
        "form": form,
        "has_password": request.user.has_usable_password(),
        "work": work,
        "kept": kept,
        "goes_at": job.finished_at + KEPT if job.finished_at else None,
        "why": "" if kept else _why_not(job, work),
        "nav": "people",
    }
    return render(request, "backups/made_export.html", context, status=status)


def _why_not(job: Job, work: Progress) -> str:
    if not work.is_finished:
        return ""
    if job.state == Job.State.DONE:
        return failure_words(str(job.result.get("failure", "gone")))
    return work.text
