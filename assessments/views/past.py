"""The pages of an assessment as of a day that is over: what was said then, and nothing to say."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.dates import date_format
from accounts.http import MemberRequest
from assessments.filters.past import AS_OF, PastFilter
from assessments.forms.past import AsOfForm
from assessments.models import Assessment, Coverage
from assessments.selectors.duties import DutyRow
from assessments.selectors.past import (
    DayUnknown,
    Past,
    grid_then,
    overview_then,
    past_of,
    rows_then,
    switched_off_then,
)
from assessments.views.chips import chips, sentence_context
from matrix.selectors import PrintedEdition, printed_edition


@dataclass(frozen=True, slots=True)
class Look:
    """A look back: the assessment then, its edition, all rows that counted, today's date."""

    past: Past
    printed: PrintedEdition
    rows: tuple[DutyRow, ...]
    today: date


View = Callable[[MemberRequest, Look], HttpResponse]


def is_asked(request: MemberRequest) -> bool:
    """Tell whether the query string asks for a day that is over; an empty field does not."""
    return bool(request.GET.get(AS_OF, "").strip())


def looking_back(status: int = 200) -> Callable[[View], Callable[..., HttpResponse]]:
    """Make a view of an assessment as of the day in the query string.

    Of a day that cannot be told it says why, with `status`: a file is never made of another day.
    """

    def decorate(view: View) -> Callable[[MemberRequest, Assessment], HttpResponse]:
        @wraps(view)
        def looked(request: MemberRequest, assessment: Assessment) -> HttpResponse:
            today, form = timezone.localdate(), as_of_form(assessment, request)
            day = form.cleaned_data[AS_OF] if form.is_valid() else None
            try:
                past = _past(assessment, day, today)
            except DayUnknown:
                return _unknown(request, assessment, day, status)
            printed = printed_edition(past.assessment.edition, language=get_language() or "")
            rows = rows_then(past, printed=printed, reader=request.membership)
            return view(request, Look(past, printed, rows, today))

        return looked

    return decorate


@looking_back()
def dashboard_then(request: MemberRequest, look: Look) -> HttpResponse:
    """Show how the assessment stood, and where to go on in that day."""
    past, then = look.past, look.past.assessment
    kept = f"{AS_OF}={past.day.isoformat()}&"
    grid = _address("assessments:duties", request, then)
    context = {
        "overview": overview_then(
            past, rows=look.rows, printed=look.printed, grid=f"{grid}?{kept}"
        ),
        "grid": grid,
        "switched_off": switched_off_then(past),
        "kept": kept,
        "nav": "dashboard",
        **_band(request, look, here="dashboard"),
    }
    return render(request, "assessments/dashboard.html", context)


@looking_back()
def duties_then(request: MemberRequest, look: Look) -> HttpResponse:
    """Show the duties of that day, filtered by the query string; nothing can be answered."""
    past, then = look.past, look.past.assessment
    filterset = past_filter(request, look)
    shown = filterset.keep(look.rows)
    grid = grid_then(
        past, rows=look.rows, shown=shown, printed=look.printed, reader=request.membership
    )
    kept = f"{AS_OF}={past.day.isoformat()}&"
    offered = chips(grid, filterset, has_messages=then.has_messages)
    context = {
        "printed": look.printed,
        "grid": grid,
        "filter": filterset,
        "chips": [replace(chip, query=f"{kept}{chip.query}".rstrip("&")) for chip in offered],
        **sentence_context(grid),
        "is_active": True,
        "may_answer": False,
        "coverages": Coverage,
        "kept": kept,
        "all_query": f"?{kept}",
        "nav": "duties",
        **_band(request, look, here="duties"),
    }
    return render(request, "assessments/grid.html", context)


def past_filter(request: MemberRequest, look: Look) -> PastFilter:
    """Return the filter of the query string, over the rows of that day."""
    filterset = PastFilter(
        request.GET,
        assessment=look.past.assessment,
        printed=look.printed,
        reader=request.membership,
        on=look.past.day,
    )
    filterset.offer(look.rows)
    return filterset


def as_of_form(assessment: Assessment, request: MemberRequest | None = None) -> AsOfForm:
    """Return the field to choose a day with, filled in from the query string of a request."""
    today = timezone.localdate()
    return AsOfForm(
        request.GET if request else None,
        first=timezone.localdate(assessment.created_at),
        last=today,
        day=today,
    )


def _past(assessment: Assessment, day: date | None, today: date) -> Past:
    if day is None:
        raise DayUnknown
    return past_of(assessment, day=day, today=today)


def _band(request: MemberRequest, look: Look, *, here: str) -> dict[str, object]:
    then = look.past.assessment
    return {
        "assessment": then,
        "as_of": look.past.day,
        "as_of_form": as_of_form(then, request),
        "as_of_today": _address(f"assessments:{here}", request, then),
    }


def _unknown(
    request: MemberRequest, assessment: Assessment, day: date | None, status: int
) -> HttpResponse:
    start = timezone.localdate(assessment.created_at)
    words = {"start": date_format(start, "j F Y")}
    if day is None:
        why = _("This is not a day of the calendar.")
    elif day < start:
        why = _("This assessment was started on %(start)s: there is nothing before.") % words
    else:
        why = _("This day is still to come.")
    context = {
        "assessment": assessment,
        "why": why,
        "as_of_form": as_of_form(assessment),
        "as_of_today": _address("assessments:dashboard", request, assessment),
        "nav": "dashboard",
    }
    return render(request, "assessments/past_unknown.html", context, status=status)


def _address(name: str, request: MemberRequest, assessment: Assessment) -> str:
    return reverse(name, args=[request.membership.organisation.slug, assessment.pk])
