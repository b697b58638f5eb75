"""What members say to each other about a row: saying it, taking it away, having read it."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, page_before
from accounts.rights import Action
from assessments.forms.comments import CommentForm
from assessments.models import Answer, Assessment
from assessments.selectors.comments import mentionable
from assessments.services.answering import AssessmentClosed
from assessments.services.comments import (
    CommentGone,
    NotTheirComment,
    RowGone,
    UnknownMention,
    add_comment,
    delete_comment,
    read_mentions,
)
from assessments.views.finding import find_assessment
from assessments.views.replies import closed_page


@member_action(Action.ANSWER_OWN)
def comment(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Say something about a row; 422 with what was typed when it cannot be said."""
    assessment = find_assessment(request, assessment_id)
    members = mentionable(request.membership.organisation)
    form = CommentForm(
        request.POST.dict(), members=[(member.pk, str(member.user)) for member in members]
    )
    if not form.is_valid():
        return _again(request, assessment, key, form)
    try:
        add_comment(
            assessment_id=assessment.pk,
            key=key,
            text=form.cleaned_data["text"],
            mention_id=form.cleaned_data["mention"],
            by=request.membership,
            at=timezone.now(),
        )
    except AssessmentClosed:
        return closed_page(request, assessment_id)
    except UnknownMention:
        form.add_error("mention", _("This person has left meanwhile."))
        return _again(request, assessment, key, form)
    except RowGone as gone:
        raise Http404 from gone
    return redirect(f"{_row_url(request, assessment, key)}#comments")


@member_action(Action.ANSWER_OWN)
def take_away(
    request: MemberRequest, assessment_id: int, key: UUID, comment_id: int
) -> HttpResponse:
    """Delete one's own comment."""
    assessment = find_assessment(request, assessment_id)
    try:
        delete_comment(comment_id=comment_id, key=key, by=request.membership, at=timezone.now())
    except CommentGone as gone:
        raise Http404 from gone
    except NotTheirComment as refused:
        raise PermissionDenied from refused
    messages.success(request, _("Your comment is deleted."))
    return redirect(f"{_row_url(request, assessment, key)}#comments")


@member_action(Action.ANSWER_OWN)
def mark_read(request: MemberRequest, assessment_id: int, key: UUID) -> HttpResponse:
    """Mark what mentions the reader on a row as read, and lead back to where they were."""
    assessment = find_assessment(request, assessment_id)
    get_object_or_404(Answer.objects.filter(assessment=assessment), key=key)
    read_mentions(key=key, by=request.membership, at=timezone.now())
    return redirect(page_before(request))


def _again(
    request: MemberRequest, assessment: Assessment, key: UUID, form: CommentForm
) -> HttpResponse:
    context = {"assessment": assessment, "key": key, "form": form, "nav": "duties"}
    return render(request, "assessments/comment.html", context, status=422)


def _row_url(request: MemberRequest, assessment: Assessment, key: UUID) -> str:
    slug = request.membership.organisation.slug
    return reverse("assessments:answer", args=[slug, assessment.pk, key])
