"""The gaps of an organisation: the list, its twin, and planning the chosen ones at once."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.filters.gaps import GapFilter
from assessments.forms.gaps import BulkPlanForm, UndoPlansForm
from assessments.reports.gap_list import gap_workbook
from assessments.selectors.gaps import gap_numbers, gap_row, worst_first
from assessments.services.answering import AssessmentClosed, Recorded, UnknownOwner
from assessments.services.gaps import plan_gaps, undo_plans
from assessments.services.undoing import NothingToUndo
from assessments.tables import GapTable
from assessments.views.gap_panel import people_to_act
from assessments.views.recording import closed_words
from matrix.reports import CONTENT_TYPE
from matrix.tables import show_page

PER_PAGE = 50


@member_page()
def gaps(request: MemberRequest) -> HttpResponse:
    """Show the gaps, what is overdue first."""
    may_plan = request.membership.may(Action.ASSIGN_OWN)
    form = BulkPlanForm(people=people_to_act(request)) if may_plan else None
    return _page(request, form)


@member_page()
def gaps_xlsx(request: MemberRequest) -> HttpResponse:
    """Hand out the same gaps, in the same order, as a workbook."""
    narrowed = _filter(request)
    today, language = timezone.localdate(), get_language() or ""
    answers = worst_first(narrowed.qs, reader=request.membership, language=language, on=today)
    rows = [
        gap_row(answer, reader=request.membership, language=language, on=today)
        for answer in answers
    ]
    content = gap_workbook(rows, mark=request.membership.organisation.classification)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="gaps.xlsx"'
    return response


@member_action(Action.ASSIGN_OWN)
def plan_chosen(request: MemberRequest) -> HttpResponse:
    """Give the chosen gaps the same values; 409 shows those that were changed meanwhile."""
    form = BulkPlanForm(request.POST, people=people_to_act(request))
    is_valid = form.is_valid()
    chosen = [row.key for row in form.cleaned_data.get("rows", ())]
    if not chosen:
        messages.warning(request, str(form.errors["rows"][0]))
        return redirect(_address(request))
    if not is_valid:
        return _page(request, form, status=422, chosen=chosen)
    try:
        recorded = plan_gaps(entries=form.entries(), by=request.membership, at=timezone.now())
    except UnknownOwner:
        form.add_error("responsible", _("Choose a person of this organisation."))
        return _page(request, form, status=422, chosen=chosen)
    except AssessmentClosed:
        messages.warning(request, closed_words())
        return _page(request, form, status=409, chosen=chosen)
    _tell(request, recorded)
    if recorded.stale:
        return _page(request, form, status=409, chosen=recorded.stale)
    return redirect(_address(request, changed=recorded.batch))


@member_action(Action.ASSIGN_OWN)
def undo(request: MemberRequest) -> HttpResponse:
    """Take a change of many plans back whole; 404 when there is nothing to undo."""
    form = UndoPlansForm(request.POST)
    if not form.is_valid():
        raise Http404
    batch = form.cleaned_data["batch"]
    try:
        recorded = undo_plans(batch=batch, by=request.membership, at=timezone.now())
    except NothingToUndo as error:
        raise Http404 from error
    except UnknownOwner:
        gone = _("Not undone: who was to act is not in the organisation any more.")
        messages.warning(request, gone)
    except AssessmentClosed:
        messages.warning(request, closed_words())
    else:
        _tell_undone(request, recorded)
    return redirect(_address(request))


def _page(
    request: MemberRequest,
    form: BulkPlanForm | None,
    *,
    status: int = 200,
    chosen: Sequence[UUID] = (),
) -> HttpResponse:
    """Show the gaps; only `chosen` ones where they were sent to: that is no list to leaf in."""
    narrowed = _filter(request)
    today, language = timezone.localdate(), get_language() or ""
    answers = narrowed.queryset.filter(key__in=chosen) if chosen else narrowed.qs
    table = GapTable(
        worst_first(answers, reader=request.membership, language=language, on=today),
        reader=request.membership,
        language=language,
        on=today,
        chosen=chosen,
    )
    show_page(table, request, per_page=len(chosen) or PER_PAGE)
    context: dict[str, Any] = {
        "table": table,
        "filter": narrowed,
        "numbers": gap_numbers(narrowed.queryset, on=today),
        "kept": table.paginator.count,
        "is_sent": bool(chosen),
        "form": form,
        "undoable": UndoPlansForm({"batch": request.GET.get("changed", "")}),
        "today": today,
        "nav": "gaps",
    }
    return render(request, "assessments/gaps.html", context, status=status)


def _filter(request: MemberRequest) -> GapFilter:
    return GapFilter(
        request.GET,
        reader=request.membership,
        language=get_language() or "",
        on=timezone.localdate(),
    )


def _address(request: MemberRequest, **more: str) -> str:
    """Return the address of the list as it was narrowed."""
    query = _filter(request).query
    parts = [query, *(f"{name}={value}" for name, value in more.items())]
    url = reverse("assessments:gaps", args=[request.membership.organisation.slug])
    joined = "&".join(filter(None, parts))
    return f"{url}?{joined}" if joined else url


def _tell(request: MemberRequest, recorded: Recorded) -> None:
    number = len(recorded.saved)
    if number:
        said = ngettext("%(n)s gap planned.", "%(n)s gaps planned.", number)
        messages.success(request, said % {"n": number})
    _tell_left(request, recorded)


def _tell_undone(request: MemberRequest, recorded: Recorded) -> None:
    number = len(recorded.saved)
    if number:
        said = ngettext("%(n)s plan is as before.", "%(n)s plans are as before.", number)
        messages.success(request, said % {"n": number})
    _tell_left(request, recorded)


def _tell_left(request: MemberRequest, recorded: Recorded) -> None:
    left = [
        (
            len(recorded.stale),
            _("changed meanwhile by somebody else: look at what stands now, and send again"),
        ),
        (len(recorded.refused), _("not yours to plan")),
        (len(recorded.missing), _("no gap any more")),
    ]
    for number, why in left:
        if number:
            said = ngettext(
                "%(n)s gap was left as it is: %(why)s.",
                "%(n)s gaps were left as they are: %(why)s.",
                number,
            )
            messages.warning(request, said % {"n": number, "why": why})
