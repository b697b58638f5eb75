"""Sign-offs: the list, one on a page that can be printed, and its twin."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.http import MemberRequest, member_page
from accounts.rights import Action, Role
from assessments.forms.signing import ReopenForm
from assessments.models import Assessment, SignOff
from assessments.reports.sign_off import changes_workbook, sign_off_workbook
from assessments.selectors.signing.comparing import (
    SignedComparison,
    comparable_with,
    compare_sign_offs,
)
from assessments.selectors.signing.reading import (
    Signed,
    limits_in_words,
    read_sign_off,
    sign_offs_of,
)
from assessments.views.files import workbook_file
from assessments.views.finding import find_assessment
from assessments.words import lead, rest


@member_page()
def sign_offs(request: MemberRequest, assessment_id: int) -> HttpResponse:
    """List the sign-offs of an assessment, the latest first."""
    assessment = find_assessment(request, assessment_id)
    found = sign_offs_of(assessment)
    context = {
        "assessment": assessment,
        "sign_offs": [(each, limits_in_words(each.limits)) for each in found],
        "may_sign": request.membership.may(Action.REVIEW)
        and assessment.state == Assessment.State.ACTIVE,
        "may_close": request.membership.may(Action.RUN_ASSESSMENTS)
        and assessment.state == Assessment.State.SIGNED,
        "may_go_on": request.membership.may(Action.RUN_ASSESSMENTS)
        and assessment.state != Assessment.State.ACTIVE,
        "nav": "dashboard",
    }
    return render(request, "assessments/sign_offs.html", context)


@member_page()
def sign_off(request: MemberRequest, assessment_id: int, sign_off_id: int) -> HttpResponse:
    """Show one sign-off with the rows it froze, and whether its hash holds."""
    assessment = find_assessment(request, assessment_id)
    return sign_off_page(request, assessment, find_sign_off(assessment, sign_off_id))


@member_page()
def sign_off_xlsx(request: MemberRequest, assessment_id: int, sign_off_id: int) -> HttpResponse:
    """Hand out the frozen rows as a workbook."""
    assessment = find_assessment(request, assessment_id)
    signed = _signed(request, find_sign_off(assessment, sign_off_id))
    content = sign_off_workbook(signed, mark=request.membership.organisation.classification)
    return workbook_file(content, f"sign-off-{signed.sign_off.pk}.xlsx")


@member_page()
def changes(request: MemberRequest, assessment_id: int, sign_off_id: int) -> HttpResponse:
    """Show what differs from `?with=ID`, without it from the sign-off before."""
    assessment = find_assessment(request, assessment_id)
    sign_off = find_sign_off(assessment, sign_off_id)
    others = comparable_with(sign_off, reader=request.membership)
    context = {
        "assessment": assessment,
        "sign_off": sign_off,
        "others": others,
        "comparison": _comparison(request, sign_off, others),
        "nav": "dashboard",
    }
    return render(request, "assessments/sign_off_changes.html", context)


@member_page()
def changes_xlsx(request: MemberRequest, assessment_id: int, sign_off_id: int) -> HttpResponse:
    """Hand out the same rows as a workbook."""
    sign_off = find_sign_off(find_assessment(request, assessment_id), sign_off_id)
    others = comparable_with(sign_off, reader=request.membership)
    comparison = _comparison(request, sign_off, others)
    if comparison is None:
        raise Http404
    content = changes_workbook(comparison, mark=request.membership.organisation.classification)
    return workbook_file(content, f"sign-off-{sign_off.pk}-changes.xlsx")


def _comparison(
    request: MemberRequest, sign_off: SignOff, others: Sequence[SignOff]
) -> SignedComparison | None:
    """Return the comparison asked for; None when there is nothing earlier. Raises `Http404`."""
    asked = request.GET.get("with", "")
    if not others:
        return None
    other = next((each for each in others if not asked or str(each.pk) == asked), None)
    if other is None:
        raise Http404
    return compare_sign_offs(other, sign_off)


def _signed(request: MemberRequest, sign_off: SignOff) -> Signed:
    is_auditor = request.membership.role == Role.AUDITOR
    return read_sign_off(sign_off, with_all_proofs=not is_auditor)


def find_sign_off(assessment: Assessment, sign_off_id: int) -> SignOff:
    """Return a sign-off of an assessment with its snapshot, else 404."""
    found = SignOff.objects.of_assessment(assessment).select_related(
        "organisation", "signed_by__user", "reopened_by__user"
    )
    return get_object_or_404(found, pk=sign_off_id)


def sign_off_page(
    request: MemberRequest,
    assessment: Assessment,
    sign_off: SignOff,
    *,
    form: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render a sign-off, with the form that reopens it for whoever may."""
    signed = _signed(request, sign_off)
    is_open = assessment.state != Assessment.State.SIGNED or sign_off.reopened_at is not None
    context = {
        "assessment": assessment,
        "signed": signed,
        "sign_off": sign_off,
        "lead": lead(sign_off.counts),
        "rest": rest(sign_off.counts),
        "form": form or ReopenForm(),
        "may_reopen": request.membership.may(Action.REVIEW) and not is_open,
        "nav": "dashboard",
    }
    return render(request, "assessments/sign_off.html", context, status=status)
