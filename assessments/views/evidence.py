"""The evidence of an organisation: the list, its twin, one piece of it, and its file."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.filters.evidence import EvidenceFilter
from assessments.forms.proofs import ReviseForm, WithdrawForm, facts_shown
from assessments.reports.evidence_list import evidence_workbook
from assessments.selectors.proofs.choosing import choices_for
from assessments.selectors.proofs.lines import ProofLine, line_of, lines_of, readable_evidence
from assessments.selectors.proofs.proving import evidence_numbers, proven_rows
from assessments.tables import EvidenceTable
from assessments.views.files import workbook_file
from assessments.views.gap_panel import people_to_act
from evidence.guard import EvidenceRefused
from evidence.http import serve
from evidence.models import Evidence
from evidence.services import (
    AlreadyWithdrawn,
    NotTheirEvidence,
    StaleEvidence,
    may_change,
    revise_evidence,
    withdraw_evidence,
)
from evidence.words import refusal
from matrix.tables import show_page

PER_PAGE = 50
PACKS_OFFERED = 12  # beyond, the list is narrowed to an assessment first


@member_page()
def evidence_list(request: MemberRequest) -> HttpResponse:
    """Show the evidence of an organisation, the newest first, narrowed by the query string."""
    narrowed, today = _filter(request), timezone.localdate()
    table = EvidenceTable(narrowed.qs.in_order(), slug=_slug(request), on=today)
    show_page(table, request, per_page=PER_PAGE)
    context = {
        "table": table,
        "filter": narrowed,
        "numbers": evidence_numbers(narrowed.queryset, on=today),
        "kept": table.paginator.count,
        "today": today,
        "may_answer": request.membership.may(Action.ANSWER_OWN),
        "packs": (packs := _packs(narrowed))[:PACKS_OFFERED],
        "has_more_packs": len(packs) > PACKS_OFFERED,
        "nav": "evidence",
    }
    return render(request, "assessments/evidence_list.html", context)


@member_page()
def evidence_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same evidence, in the same order, as a workbook."""
    found = _filter(request).qs.in_order()
    mark = request.membership.organisation.classification
    content = evidence_workbook(lines_of(found, on=timezone.localdate()), mark=mark)
    return workbook_file(content, "evidence.xlsx")


@member_page(Action.ANSWER_OWN)
def choices(request: MemberRequest) -> HttpResponse:
    """Show the evidence that a few letters find, to choose one: a fragment of the dialog."""
    text = request.GET.get("q", "")[:200].strip()
    found = choices_for(request.membership, text, on=timezone.localdate())
    return render(request, "assessments/_proof_choices.html", {"found": found, "text": text})


@member_page()
def evidence(request: MemberRequest, evidence_key: UUID) -> HttpResponse:
    """Show one piece of evidence, and the duties it proves."""
    return _page(request, _find(request, evidence_key))


@member_page()
def evidence_file(request: MemberRequest, evidence_key: UUID) -> HttpResponse:
    """Hand out the file of a piece of evidence."""
    # It streams: Django's types know it as no HttpResponse, its middleware takes it as one.
    return cast(HttpResponse, serve(_find(request, evidence_key)))


@member_action(Action.ANSWER_OWN)
def revise(request: MemberRequest, evidence_key: UUID) -> HttpResponse:
    """Change what is said about evidence; 409 when somebody else did meanwhile."""
    found = _find(request, evidence_key)
    form = _revise_form(request, found, is_sent=True)
    if not form.is_valid():
        return _page(request, found, revise_form=form, status=422)
    try:
        revise_evidence(
            evidence=found,
            about=form.facts(),
            revision=form.cleaned_data["revision"],
            by=request.membership,
            at=timezone.now(),
        )
    except EvidenceRefused as refused:
        form.add_error(None, refusal(refused.reason))
        return _page(request, found, revise_form=form, status=422)
    except NotTheirEvidence as refused:
        raise PermissionDenied from refused
    except (StaleEvidence, AlreadyWithdrawn):
        return _stale(request, evidence_key)
    messages.success(request, _("What is said about this proof is saved."))
    return redirect("assessments:evidence", _slug(request), evidence_key)


@member_action(Action.ANSWER_OWN)
def withdraw(request: MemberRequest, evidence_key: UUID) -> HttpResponse:
    """Withdraw evidence for good, with a reason."""
    found = _find(request, evidence_key)
    form = WithdrawForm(request.POST, auto_id="withdraw_%s")
    if not form.is_valid():
        return _page(request, found, withdraw_form=form, status=422)
    try:
        withdraw_evidence(
            evidence=found,
            reason=form.cleaned_data["reason"],
            revision=form.cleaned_data["revision"],
            by=request.membership,
            at=timezone.now(),
        )
    except NotTheirEvidence as refused:
        raise PermissionDenied from refused
    except (StaleEvidence, AlreadyWithdrawn):
        return _stale(request, evidence_key)
    messages.success(request, _("This proof is withdrawn: it is kept, and proves nothing."))
    return redirect("assessments:evidence", _slug(request), evidence_key)


def _stale(request: MemberRequest, evidence_key: UUID) -> HttpResponse:
    messages.warning(request, _("Not saved: somebody changed or withdrew this proof meanwhile."))
    return _page(request, _find(request, evidence_key), status=409)


def _page(
    request: MemberRequest, found: Evidence, *, status: int = 200, **forms: Any
) -> HttpResponse:
    is_theirs = found.withdrawn_at is None and may_change(found, request.membership)
    own = {
        "revise_form": _revise_form(request, found),
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s", initial={"revision": found.revision}),
    }
    line: ProofLine = line_of(found, on=timezone.localdate())
    context = {
        "evidence": found,
        "line": line,
        "rows": proven_rows(found, reader=request.membership, language=get_language() or ""),
        "may_change": is_theirs,
        "nav": "evidence",
        **(own if is_theirs else {}),
        **forms,
    }
    return render(request, "assessments/evidence.html", context, status=status)


def _find(request: MemberRequest, evidence_key: UUID) -> Evidence:
    found = readable_evidence(request.membership).filter(key=evidence_key).first()
    if found is None:
        raise Http404
    return found


def _filter(request: MemberRequest) -> EvidenceFilter:
    return EvidenceFilter(request.GET, reader=request.membership, on=timezone.localdate())


def _revise_form(request: MemberRequest, found: Evidence, *, is_sent: bool = False) -> ReviseForm:
    people = people_to_act(request)
    named = (str(found.collected_by_id or ""), str(found.collected_by or ""))
    if named[0] and named not in people:
        people.append(named)  # somebody who left stays until another is named
    data = request.POST if is_sent else None
    return ReviseForm(data, people=people, initial=facts_shown(found))


def _packs(narrowed: EvidenceFilter) -> list[tuple[str, str]]:
    """Return the assessments to offer the pack of, by id and name: of one, the asked for."""
    offered: list[tuple[str, str]] = narrowed.filters["assessment"].extra["choices"]
    asked = narrowed.chosen.get("assessment")
    return [each for each in offered if asked in {None, each[0]}]


def _slug(request: MemberRequest) -> str:
    return request.membership.organisation.slug
