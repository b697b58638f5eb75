"""Changes that the grid's script sends: one row or many, and taking a change back."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.http import MemberRequest, member_action
from accounts.rights import Action
from assessments.forms.answers import RecordForm, UndoForm
from assessments.services.answering import (
    AssessmentClosed,
    ReasonMissing,
    Recorded,
    UnknownOwner,
    record_answers,
)
from assessments.services.undoing import NothingToUndo, undo_batch
from assessments.views.replies import (
    closed_page,
    message_reply,
    recorded_reply,
    refused_words,
    unreadable_reply,
    wanted_of,
    wants_json,
)


@member_action(Action.ANSWER_OWN)
def record(request: MemberRequest, assessment_id: int) -> JsonResponse:
    """Give rows the same values, each by its revision, and answer what came of it as JSON.

    401 when the page was opened by somebody else, who has signed out here since. Adds no query
    to those of the service: one tick is ten in all.
    """
    if not _is_of_reader(request):
        return message_reply(_other_reader_words(), status=401)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return unreadable_reply(form)
    entries = form.entries()
    try:
        recorded = record_answers(
            assessment_id=assessment_id,
            entries=entries,
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return message_reply(closed_words(), status=409)
    except ReasonMissing:
        return message_reply(_("Say why it is not applicable."), status=422)
    except UnknownOwner:
        return message_reply(_("Choose a person or a team of this organisation."), status=422)
    return recorded_reply(
        request,
        assessment_id,
        recorded,
        wanted=wanted_of(entries),
        sections=form.cleaned_data["sections"],
    )


@member_action(Action.ANSWER_OWN)
def undo(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Take a change back whole: JSON for the grid's script, the grid again for a form."""
    if not _is_of_reader(request):
        return message_reply(_other_reader_words(), status=401)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _nothing_to_undo(request)
    try:
        recorded = undo_batch(
            assessment_id=assessment_id,
            batch=form.cleaned_data["batch"],
            by=request.membership,
            at=timezone.now(),
        )
    except NothingToUndo:
        return _nothing_to_undo(request)
    except (AssessmentClosed, UnknownOwner) as error:
        return _not_undone(request, assessment_id, error)
    if wants_json(request):
        sections = form.cleaned_data["sections"]
        return recorded_reply(request, assessment_id, recorded, wanted={}, sections=sections)
    tell_undone(request, recorded)
    return redirect("assessments:duties", request.membership.organisation.slug, assessment_id)


def closed_words() -> str:
    """Return why nothing can be changed."""
    return _("This assessment is signed or closed: nothing in it can be changed.")


def _is_of_reader(request: MemberRequest) -> bool:
    # The page says who opened it. The next person to sign in in that browser sends the same
    # cookies from it, and would sign what they never said. A form is held back by its token.
    return request.POST.get("reader", str(request.user.pk)) == str(request.user.pk)


def _other_reader_words() -> str:
    return _("Somebody else signed in here since this page was opened.")


def _nothing_to_undo(request: MemberRequest) -> HttpResponse:
    if wants_json(request):
        return message_reply(_("Not undone: there is nothing to undo any more."), status=404)
    raise Http404


def _not_undone(request: MemberRequest, assessment_id: int, error: Exception) -> HttpResponse:
    is_closed = isinstance(error, AssessmentClosed)
    gone = _("Not undone: the owner this duty had is not in the organisation any more.")
    if wants_json(request):
        return message_reply(closed_words() if is_closed else gone, status=409)
    if is_closed:
        return closed_page(request, assessment_id)
    messages.warning(request, gone)
    return redirect("assessments:duties", request.membership.organisation.slug, assessment_id)


def tell_undone(request: MemberRequest, recorded: Recorded) -> None:
    """Say how many rows are as before, and why others are not."""
    number = len(recorded.saved)
    if number:
        words = ngettext("%(n)s answer is as before.", "%(n)s answers are as before.", number)
        messages.success(request, words % {"n": number})
    if recorded.stale:
        number = len(recorded.stale)
        words = ngettext(
            "%(n)s answer was changed since and stays as it is.",
            "%(n)s answers were changed since and stay as they are.",
            number,
        )
        messages.warning(request, words % {"n": number})
    if recorded.refused:
        messages.warning(request, refused_words(recorded))
