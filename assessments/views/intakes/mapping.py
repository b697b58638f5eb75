"""Adopting a tracker: which column is what, then which row is which activity. Then a preview."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.forms.mapping import ColumnsForm, RowsForm
from assessments.models import Intake
from assessments.selectors.adopting import columns_page, rows_page
from assessments.services.adopting import NothingAdopted, settle_columns, settle_rows
from assessments.services.intakes import IntakeMoved
from assessments.views.finding import find_assessment
from assessments.views.intakes.finding import find_own, to_intake


@member_page(Action.ANSWER_OWN)
def columns(request: MemberRequest, assessment_id: int, tracker_key: UUID) -> HttpResponse:
    """Show how the tracker is read so far."""
    return _columns_page(request, _find(request, assessment_id, tracker_key))


@member_action(Action.ANSWER_OWN)
def save_columns(request: MemberRequest, assessment_id: int, tracker_key: UUID) -> HttpResponse:
    """Keep which column is what, and lead to the rows, or back where something is to be seen."""
    intake = _find(request, assessment_id, tracker_key)
    page = columns_page(intake)
    form = ColumnsForm(request.POST, page=page)
    if request.POST.get("words_of") != page.words_of:
        return _columns_page(request, intake, status=409)
    if not form.is_valid():
        return _columns_page(request, intake, form, status=422)
    try:
        is_settled = settle_columns(
            intake=intake,
            wanted=form.wanted(),
            revision=form.cleaned_data["revision"],
            by=request.membership,
        )
    except IntakeMoved:
        return _columns_page(request, _find(request, assessment_id, tracker_key), status=409)
    if not is_settled:
        messages.info(request, _("Read again: look at the columns and the words below."))
    return _to(request, intake, "map_rows" if is_settled else "map_columns")


@member_page(Action.ANSWER_OWN)
def rows(request: MemberRequest, assessment_id: int, tracker_key: UUID) -> HttpResponse:
    """Show which row is which activity, and ask where that cannot be told."""
    return _rows_page(request, _find(request, assessment_id, tracker_key))


@member_action(Action.ANSWER_OWN)
def save_rows(request: MemberRequest, assessment_id: int, tracker_key: UUID) -> HttpResponse:
    """Keep what was chosen, and lead to what the tracker would change. No answer changes."""
    intake = _find(request, assessment_id, tracker_key)
    page = rows_page(intake, language=get_language() or "")
    form = RowsForm(request.POST, asked=page.asked)
    if not form.is_valid():
        return _rows_page(request, intake, form, status=422)
    try:
        settle_rows(
            intake=intake,
            chosen=form.chosen(),
            revision=form.cleaned_data["revision"],
            by=request.membership,
        )
    except IntakeMoved:
        return _rows_page(request, _find(request, assessment_id, tracker_key), status=409)
    except NothingAdopted:
        return _rows_page(request, intake, form, status=422, is_nothing=True)
    return to_intake(request, intake)


def _find(request: MemberRequest, assessment_id: int, key: UUID) -> Intake:
    """Return a tracker of this member's that is not applied or discarded; 404 for others."""
    intake = find_own(request, find_assessment(request, assessment_id), key)
    if not intake.table or intake.state != Intake.State.DRAFT:
        raise Http404
    return intake


def _to(request: MemberRequest, intake: Intake, name: str) -> HttpResponse:
    slug = request.membership.organisation.slug
    return redirect(f"assessments:{name}", slug, intake.assessment_id, intake.key)


def _columns_page(
    request: MemberRequest, intake: Intake, form: ColumnsForm | None = None, status: int = 200
) -> HttpResponse:
    page = columns_page(intake)
    context = {
        "assessment": intake.assessment,
        "intake": intake,
        "page": page,
        "form": form or ColumnsForm(None, page=page),
        "is_stale": status == 409,
        "nav": "dashboard",
    }
    return render(request, "assessments/intakes/mapping.html", context, status=status)


def _rows_page(
    request: MemberRequest,
    intake: Intake,
    form: RowsForm | None = None,
    *,
    status: int = 200,
    is_nothing: bool = False,
) -> HttpResponse:
    page = rows_page(intake, language=get_language() or "")
    context = {
        "assessment": intake.assessment,
        "intake": intake,
        "page": page,
        "form": form or RowsForm(None, asked=page.asked),
        "is_stale": status == 409,
        "is_nothing": is_nothing,
        "nav": "dashboard",
    }
    return render(request, "assessments/intakes/mapping_rows.html", context, status=status)
