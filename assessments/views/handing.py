"""Handing duties over: the preview, the offer, the successor's decision, and the receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.models import Membership, Team
from accounts.rights import Action
from assessments.forms.handing import Choices, DecideForm, HandOverForm
from assessments.models import Assessment
from assessments.reports.handing import receipt_workbook
from assessments.selectors.handing import Receipt, hand_overs_of, handed_rows, receipt_of
from assessments.services.handing import (
    NothingToHandOver,
    Offer,
    StartUnfit,
    SuccessorUnfit,
    decide_hand_over,
    offer_duties,
    offerable,
)
from matrix.reports import CONTENT_TYPE


@member_page(Action.ASSIGN_OWN)
def hand_over(request: MemberRequest) -> HttpResponse:
    """Show what a hand-over would move, and the latest ones."""
    return _page(request, _form(request, request.GET if "to" in request.GET else None))


@member_action(Action.ASSIGN_OWN)
def offer(request: MemberRequest) -> HttpResponse:
    """Offer the rows to the successor, and lead to the receipt."""
    form = _form(request, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made = offer_duties(offer=_offer(request, form), by=request.membership, at=timezone.now())
    except NothingToHandOver:
        form.add_error("giver", _("This person has no row there that is not offered already."))
    except SuccessorUnfit:
        form.add_error("to", _("Choose somebody else, who answers duties here, or a team."))
    except StartUnfit:
        form.add_error("starts_on", _("Choose a day from today on."))
    except ValueError:
        form.add_error("ends_on", _("Choose a day to come."))
    else:
        messages.success(request, _("The rows are offered: the successor decides on each."))
        return redirect("assessments:receipt", request.membership.organisation.slug, made.pk)
    return _page(request, form, status=422)


@member_page(Action.ASSIGN_OWN)
def receipt(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """Show who handed what to whom, and what came of each row."""
    context = {"receipt": _receipt(request, hand_over_id), "nav": "mine"}
    return render(request, "assessments/hand_over_receipt.html", context)


@member_page(Action.ASSIGN_OWN)
def receipt_xlsx(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """Hand out the same receipt as a workbook."""
    mark = request.membership.organisation.classification
    content = receipt_workbook(_receipt(request, hand_over_id), mark=mark)
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = f'attachment; filename="hand-over-{hand_over_id}.xlsx"'
    return response


@member_action(Action.ASSIGN_OWN)
def decide(request: MemberRequest, hand_over_id: int) -> HttpResponse:
    """Accept or refuse the marked rows; 404 for whoever they are not offered to."""
    found = _receipt(request, hand_over_id)
    if not found.may_decide:
        raise Http404
    form = DecideForm(request.POST, keys=[str(row.key) for row in found.rows])
    if form.is_valid():
        _decide(request, hand_over_id, form)
    else:
        messages.warning(request, _("Mark the rows first."))
    return redirect("assessments:receipt", request.membership.organisation.slug, hand_over_id)


def _decide(request: MemberRequest, hand_over_id: int, form: DecideForm) -> None:
    keys = [UUID(text) for text in form.cleaned_data["rows"]]
    is_accepting = form.cleaned_data["decision"] == "accept"
    decided = decide_hand_over(
        hand_over_id=hand_over_id,
        accepted=keys if is_accepting else [],
        refused=[] if is_accepting else keys,
        by=request.membership,
        at=timezone.now(),
    )
    told = [
        (
            decided.accepted,
            ngettext("%(n)s row accepted.", "%(n)s rows accepted.", decided.accepted),
        ),
        (decided.refused, ngettext("%(n)s row refused.", "%(n)s rows refused.", decided.refused)),
    ]
    for number, said in told:
        if number:
            messages.success(request, said % {"n": number})
    if decided.gone:
        said = ngettext(
            "%(n)s row was changed meanwhile and stays as it is.",
            "%(n)s rows were changed meanwhile and stay as they are.",
            decided.gone,
        )
        messages.warning(request, said % {"n": decided.gone})


def _page(request: MemberRequest, form: HandOverForm, *, status: int = 200) -> HttpResponse:
    is_told = form.is_bound and form.is_valid()
    rows = None
    if is_told:
        wanted = _offer(request, form)
        answers = offerable(giver=wanted.giver, assessments=wanted.assessments)
        rows = handed_rows(answers, language=get_language() or "")
    context = {
        "form": form,
        "rows": rows,
        "hand_overs": hand_overs_of(request.membership),
        "nav": "mine",
    }
    return render(request, "assessments/hand_over.html", context, status=status)


def _offer(request: MemberRequest, form: HandOverForm) -> Offer:
    cleaned = form.cleaned_data
    members = Membership.objects.of_organisation(request.membership.organisation).select_related(
        "user", "organisation"
    )
    kind, _dash, pk = cleaned["to"].partition("-")
    teams = Team.objects.of_organisation(request.membership.organisation)
    return Offer(
        giver=members.get(pk=cleaned["giver"]),
        to=members.get(pk=pk) if kind == "member" else teams.get(pk=pk),
        reason=cleaned["reason"],
        starts_on=cleaned["starts_on"],
        ends_on=cleaned["ends_on"],
        note=cleaned["note"],
        assessments=[int(each) for each in cleaned["assessments"]],
    )


def _form(request: MemberRequest, data: QueryDict | None) -> HandOverForm:
    organisation, me = request.membership.organisation, request.membership
    members = list(Membership.objects.of_organisation(organisation).by_name())
    teams = Team.objects.of_organisation(organisation).by_name()
    present = [each for each in members if each.ended_at is None and each.user.is_active]
    for each in members:
        each.organisation = organisation
    fit = [each for each in present if each.may(Action.ANSWER_OWN)]
    givers = members if me.may(Action.ASSIGN_ANY) else [me]
    return HandOverForm(
        data,
        givers=[(str(each.pk), str(each.user)) for each in givers],
        successors=[
            *((f"member-{each.pk}", str(each.user)) for each in fit),
            *((f"team-{team.pk}", team.name) for team in teams),
        ],
        assessments=_assessments(request),
        initial={"giver": request.GET.get("giver") or str(me.pk)},
    )


def _assessments(request: MemberRequest) -> Choices:
    visible = Assessment.objects.visible_to(request.user).filter(state=Assessment.State.ACTIVE)
    named = visible.of_organisation(request.membership.organisation).order_by(
        "edition__matrix__service", "scope", "pk"
    )
    columns = named.values_list("pk", "edition__matrix__service", "scope")
    return [(str(pk), f"{service} · {scope}") for pk, service, scope in columns]


def _receipt(request: MemberRequest, hand_over_id: int) -> Receipt:
    language = get_language() or ""
    found = receipt_of(hand_over_id, reader=request.membership, language=language)
    if found is None:
        raise Http404
    return found
