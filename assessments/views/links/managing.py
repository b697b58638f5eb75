"""The share links of an assessment, for whoever shares it: made, looked after, revoked."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.http import MemberRequest, member_action, member_page
from accounts.rights import Action
from assessments.filters import DutyFilter
from assessments.forms.links import LinkForm, RevokeForm
from assessments.models import Answer, Assessment
from assessments.reports.links import links_workbook, views_workbook
from assessments.selectors.links.listing import LinkLine, links_of, views_of
from assessments.services.links import (
    EndsTooLate,
    EndsTooSoon,
    LinkTerms,
    StaleLink,
    make_link,
    revoke_link,
)
from assessments.views.files import workbook_file
from assessments.views.finding import find_assessment
from assessments.views.links.door import page_of
from matrix.selectors import printed_edition

VIEWS_SHOWN: Final = 200
USUAL: Final = timedelta(days=30)


@member_page(Action.REVIEW)
def links(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """List the share links of an assessment with their states, the latest first."""
    assessment = find_assessment(request, assessment_id)
    found = links_of(assessment, at=timezone.now())
    context = {"assessment": assessment, "links": found, "nav": "dashboard"}
    return render(request, "assessments/links/links.html", context)


@member_page(Action.REVIEW)
def links_xlsx(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Hand out the same list as a workbook."""
    found = links_of(find_assessment(request, assessment_id), at=timezone.now())
    mark = request.membership.organisation.classification
    return workbook_file(links_workbook(found, mark=mark), "share-links.xlsx")


@member_page(Action.REVIEW)
def new_link(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show the form of a link to the rows that the query string keeps."""
    last = timezone.localdate() + USUAL
    assessment = find_assessment(request, assessment_id)
    return _form_page(request, assessment, LinkForm(initial={"ends_on": last}))


@member_action(Action.REVIEW)
def make(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Make a link and show it, on a page that cannot be asked for again."""
    assessment = find_assessment(request, assessment_id)
    form, narrowed = LinkForm(request.POST), _filter(request, assessment)
    if not form.is_valid() or narrowed.errors:
        return _form_page(request, assessment, form, status=422)
    terms = LinkTerms(
        filter=narrowed.query,
        words=narrowed.words,
        language=get_language() or "",
        **form.cleaned_data,
    )
    now = timezone.now()
    try:
        made = make_link(assessment=assessment, terms=terms, by=request.membership, at=now)
    except EndsTooSoon:
        form.add_error("ends_on", _("This day is over."))
        return _form_page(request, assessment, form, status=422)
    except EndsTooLate:
        form.add_error("ends_on", _("Choose a day within a year."))
        return _form_page(request, assessment, form, status=422)
    context = {
        "assessment": assessment,
        "link": made.link,
        "address": f"{settings.SITE_URL}{page_of(made.token)}",
        "nav": "dashboard",
        "referrer": "strict-origin",
    }
    return render(request, "assessments/links/made.html", context)


@member_page(Action.REVIEW)
def link(request: MemberRequest, assessment_id: int, share_link_key: UUID) -> HttpResponse:
    """Show one link, and what was seen through it."""
    assessment = find_assessment(request, assessment_id)
    return _link_page(request, assessment, _find(assessment, share_link_key))


@member_page(Action.REVIEW)
def link_xlsx(request: MemberRequest, assessment_id: int, share_link_key: UUID) -> HttpResponse:
    """Hand out what was seen through a link, all that is kept of it."""
    line = _find(find_assessment(request, assessment_id), share_link_key)
    mark = request.membership.organisation.classification
    content = views_workbook(views_of(line.link), mark=mark)
    return workbook_file(content, "share-link-views.xlsx")


@member_action(Action.REVIEW)
def revoke(request: MemberRequest, assessment_id: int, share_link_key: UUID) -> HttpResponse:
    """End a link at once."""
    assessment = find_assessment(request, assessment_id)
    line, form = _find(assessment, share_link_key), RevokeForm(request.POST)
    if not form.is_valid():
        return _link_page(request, assessment, line, status=422)
    revision = form.cleaned_data["revision"]
    try:
        revoke_link(link=line.link, revision=revision, by=request.membership, at=timezone.now())
    except StaleLink:
        messages.warning(request, _("Not revoked: the link ended already."))
        return _link_page(request, assessment, _find(assessment, share_link_key), status=409)
    messages.success(request, _("Revoked. Its address opens nothing any more."))
    return redirect("assessments:links", request.membership.organisation.slug, assessment.pk)


def _link_page(
    request: MemberRequest, assessment: Assessment, line: LinkLine, *, status: int = 200
) -> HttpResponse:
    views = views_of(line.link)
    context = {
        "assessment": assessment,
        "line": line,
        "views": views[:VIEWS_SHOWN],
        "view_count": len(views),
        "nav": "dashboard",
    }
    return render(request, "assessments/links/link.html", context, status=status)


def _form_page(
    request: MemberRequest, assessment: Assessment, form: LinkForm, *, status: int = 200
) -> HttpResponse:
    narrowed = _filter(request, assessment)
    whole = Answer.objects.of_assessment(assessment)
    context = {
        "assessment": assessment,
        "form": form,
        "filter": narrowed,
        "filter_fields": [narrowed.form[name] for name in ("coverage", "section", "owner")],
        "kept": narrowed.qs.count() if narrowed.is_filtered else whole.count(),
        "total": whole.count(),
        "most": settings.WORKBOOK_ROWS_AT_ONCE,
        "nav": "dashboard",
    }
    return render(request, "assessments/links/new.html", context, status=status)


def _filter(request: MemberRequest, assessment: Assessment) -> DutyFilter:
    """Return the filter as every reader of a link reads it: there nobody's rows are "mine"."""
    printed = printed_edition(assessment.edition, language=get_language() or "")
    return DutyFilter(
        request.GET, assessment=assessment, printed=printed, reader=None, on=timezone.localdate()
    )


def _find(assessment: Assessment, share_link_key: UUID) -> LinkLine:
    found = links_of(assessment, at=timezone.now())
    line = next((each for each in found if each.link.key == share_link_key), None)
    if line is None:
        raise Http404
    return line
