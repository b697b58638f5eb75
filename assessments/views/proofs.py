"""Proofs of the duties of an assessment: attaching them, bringing new ones, detaching."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.proofs import ChosenForm, NewProofForm, RowsForm, UndoForm
from assessments.models import Answer, Assessment
from assessments.selectors.proofs.choosing import choices_for, counts_of_rows
from assessments.services.answering import AssessmentClosed
from assessments.services.attaching import (
    Attached,
    EvidenceGone,
    NoRowToProve,
    attach_evidence,
    check_rows,
    detach_evidence,
    undo_attaching,
)
from assessments.services.undoing import NothingToUndo
from assessments.views.finding import find_assessment
from assessments.views.proof_panel import new_proof_form
from assessments.views.recording import closed_words
from assessments.views.replies import closed_page, message_reply, wants_json
from evidence.guard import EvidenceRefused
from evidence.models import Evidence
from evidence.services import add_file, add_link, add_statement
from evidence.words import refusal

SEARCH: Final = "q"


@member_page(Action.ANSWER_OWN)
def attach_page(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show what can be attached to the rows of the query string, and take a new proof for them."""
    assessment = find_assessment(request, assessment_id)
    form = RowsForm(request.GET)
    form.is_valid()
    return _page(request, assessment, _rows_of(form))


@member_action(Action.ANSWER_OWN)
def attach(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Attach evidence that is there to some rows: JSON for the script, else the rows again."""
    assessment = find_assessment(request, assessment_id)
    form = ChosenForm(request.POST)
    if not form.is_valid():
        return _refused(request, assessment, _first_error(form), rows=_rows_of(form))
    return _attach(request, assessment, form.cleaned_data["rows"], form.cleaned_data["evidence"])


@member_action(Action.ANSWER_OWN)
def attach_new(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Keep a new file, link or statement, and attach it to some rows.

    Should the rows be lost in between, the evidence stays and can be attached again.
    """
    assessment = find_assessment(request, assessment_id)
    form = new_proof_form(request, is_sent=True)
    if not form.is_valid():
        rows = _rows_of(form)
        return _refused(request, assessment, _first_error(form), rows=rows, form=form)
    rows = form.cleaned_data["rows"]
    try:
        check_rows(assessment_id=assessment.pk, keys=rows, by=request.membership)
        evidence = _added(request, form)
    except AssessmentClosed:
        return _closed(request, assessment_id)
    except NoRowToProve as refused:
        raise PermissionDenied from refused
    except EvidenceRefused as refused:
        form.add_error(None, refusal(refused.reason))
        return _refused(request, assessment, refusal(refused.reason), rows=rows, form=form)
    return _attach(request, assessment, rows, evidence.key)


@member_action(Action.ANSWER_OWN)
def detach(
    request: MemberRequest, assessment_id: int, key: UUID, evidence_key: UUID
) -> HttpResponse:
    """Take a proof away from one duty."""
    assessment = find_assessment(request, assessment_id)
    try:
        done = detach_evidence(
            assessment_id=assessment.pk,
            key=key,
            evidence_key=evidence_key,
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    if done.refused:
        raise PermissionDenied
    if not done.changed:
        raise Http404
    messages.success(request, _("The proof is detached; it is still among the evidence."))
    return redirect(_row_url(request, assessment, key))


@member_action(Action.ANSWER_OWN)
def undo(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Take back what was attached or detached in one batch; 404 when there is nothing to undo."""
    assessment = find_assessment(request, assessment_id)
    form = UndoForm(request.POST)
    try:
        if not form.is_valid():
            raise NothingToUndo
        undone = undo_attaching(
            assessment_id=assessment.pk,
            batch=form.cleaned_data["batch"],
            by=request.membership,
            at=timezone.now(),
        )
    except (NothingToUndo, EvidenceGone) as gone:
        raise Http404 from gone
    except AssessmentClosed:
        return _closed(request, assessment_id)
    n = len(undone.changed)
    said = ngettext("%(n)s duty is as before.", "%(n)s duties are as before.", n) % {"n": n}
    return _done(request, assessment, undone, said)


def _attach(
    request: MemberRequest, assessment: Assessment, rows: Sequence[UUID], evidence_key: UUID
) -> HttpResponse:
    try:
        done = attach_evidence(
            assessment_id=assessment.pk,
            keys=rows,
            evidence_key=evidence_key,
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return _closed(request, assessment.pk)
    except EvidenceGone:
        gone = _("This proof was withdrawn, or is not there.")
        return _refused(request, assessment, gone, rows=rows)
    if done.refused and not done.changed and not done.unchanged:
        raise PermissionDenied
    return _done(request, assessment, done, _attached_words(done))


def _added(request: MemberRequest, form: NewProofForm) -> Evidence:
    about, by, at = form.facts(), request.membership, timezone.now()
    if form.upload:
        return add_file(upload=form.upload, about=about, by=by, at=at)
    if form.cleaned_data["url"]:
        return add_link(url=form.cleaned_data["url"], about=about, by=by, at=at)
    return add_statement(statement=form.cleaned_data["statement"], about=about, by=by, at=at)


def _attached_words(done: Attached) -> str:
    n, had = len(done.changed), len(done.unchanged)
    refused, missing = len(done.refused), len(done.missing)
    said = [
        (True, n, ngettext("Attached to %(n)s duty.", "Attached to %(n)s duties.", n)),
        (had, had, ngettext("%(n)s had it before.", "%(n)s had it before.", had)),
        (refused, refused, ngettext("%(n)s is not yours.", "%(n)s are not yours.", refused)),
        (
            missing,
            missing,
            ngettext("%(n)s is not there any more.", "%(n)s are not there any more.", missing),
        ),
    ]
    return " ".join(text % {"n": number} for is_said, number, text in said if is_said)


def _done(
    request: MemberRequest, assessment: Assessment, done: Attached, said: str
) -> HttpResponse:
    first = next(iter((*done.changed, *done.unchanged)), None)
    if first is None or len(done.changed) > 1:
        url = reverse("assessments:duties", args=[_slug(request), assessment.pk])
    else:
        url = _row_url(request, assessment, first)
    if wants_json(request):
        rows = Answer.objects.of_assessment(assessment).filter(key__in=done.changed)
        proofs = counts_of_rows(rows, reader=request.membership)
        body = {"message": said, "batch": done.batch, "proofs": proofs, "url": url}
        return JsonResponse(body)
    messages.success(request, said)
    return redirect(url)


def _refused(
    request: MemberRequest,
    assessment: Assessment,
    said: str,
    *,
    rows: Sequence[UUID],
    form: NewProofForm | None = None,
) -> HttpResponse:
    if wants_json(request):
        return message_reply(said, status=422)
    refused = "" if form and rows else said
    return _page(request, assessment, rows, form=form, refused=refused, status=422)


def _page(
    request: MemberRequest,
    assessment: Assessment,
    rows: Sequence[UUID],
    *,
    form: NewProofForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    text = request.GET.get(SEARCH, "")[:200].strip()
    answers = Answer.objects.visible_to(request.user).of_assessment(assessment)
    chosen = answers.filter(key__in=rows).select_related("activity__edition").in_printed_order()
    context = {
        "assessment": assessment,
        "chosen": chosen,
        "text": text,
        "found": choices_for(request.membership, text, on=timezone.localdate()),
        "form": form or new_proof_form(request, rows=rows),
        "is_active": assessment.state == Assessment.State.ACTIVE,
        "nav": "duties",
        **more,
    }
    return render(request, "assessments/attach.html", context, status=status)


def _closed(request: MemberRequest, assessment_id: int) -> HttpResponse:
    if wants_json(request):
        return message_reply(closed_words(), status=409)
    return closed_page(request, assessment_id)


def _rows_of(form: RowsForm | NewProofForm) -> tuple[UUID, ...]:
    return tuple(form.cleaned_data.get("rows", ()))


def _first_error(form: RowsForm | NewProofForm) -> str:
    return next(str(text) for found in form.errors.values() for text in found)


def _row_url(request: MemberRequest, assessment: Assessment, key: UUID) -> str:
    address = reverse("assessments:answer", args=[_slug(request), assessment.pk, key])
    return f"{address}#evidence"


def _slug(request: MemberRequest) -> str:
    return request.membership.organisation.slug
