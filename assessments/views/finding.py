"""How a view finds the assessment it is about."""

from django.http import Http404

from accounts.http import MemberRequest
from assessments.models import Assessment


def find_assessment(request: MemberRequest, assessment_id: int) -> Assessment:
    """Return an assessment of the organisation in the address, with its matrix. One query.

    Raises `Http404` when there is none, or none this person may see.
    """
    found = (
        Assessment.objects.visible_to(request.user)
        .of_organisation(request.membership.organisation)
        .with_matrix()
        .filter(pk=assessment_id)
        .first()
    )
    if found is None:
        raise Http404
    found.organisation = request.membership.organisation
    return found
