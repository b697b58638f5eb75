"""The dashboard of one assessment."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.http import MemberRequest, member_page
from accounts.rights import Action
from assessments.selectors.opinions import opinions_of
from assessments.selectors.options import has_options, switched_off_count
from assessments.selectors.overview import overview
from assessments.selectors.signing.reading import standing_of_review
from assessments.selectors.upgrading.history import last_move
from assessments.selectors.upgrading.targets import newer_editions
from assessments.views.finding import find_assessment
from assessments.views.past import as_of_form, dashboard_then, is_asked
from assessments.words.opinions import opinions_sentence


@member_page()
def dashboard(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """Show how an assessment stands, and where to go on."""
    assessment = find_assessment(request, assessment_id)
    if is_asked(request):
        return dashboard_then(request, assessment)
    member = request.membership
    grid = reverse("assessments:duties", args=[member.organisation.slug, assessment.pk])
    shown = overview(
        assessment,
        reader=member,
        language=get_language() or "",
        on=timezone.localdate(),
        grid=grid,
    )
    opinions = opinions_of(assessment, reader=None).counts(shown.counts.duties)
    context = {
        "assessment": assessment,
        "overview": shown,
        "grid": grid,
        "may_answer": member.may(Action.ANSWER_OWN),
        "may_copy": member.may(Action.RUN_ASSESSMENTS),
        "newer": newer_editions([assessment]).get(assessment.pk),
        "last_move": last_move(assessment),
        "may_upgrade": member.may(Action.RUN_ASSESSMENTS),
        "has_options": has_options(assessment),
        "switched_off": switched_off_count(assessment),
        "as_of_menu": as_of_form(assessment),
        "review": standing_of_review(assessment),
        "opinions": opinions,
        "opinions_sentence": opinions_sentence(opinions),
        "nav": "dashboard",
    }
    return render(request, "assessments/dashboard.html", context)
