"""What an organisation has, before it goes."""

from dataclasses import dataclass

from accounts.models import Membership, Organisation
from assessments.models import Answer, Assessment
from evidence.models import Evidence


@dataclass(frozen=True, slots=True)
class Going:
    """How much would go with an organisation."""

    members: int
    assessments: int
    answers: int
    proofs: int


def going(organisation: Organisation) -> Going:
    """Count what would go. Four queries."""
    return Going(
        members=Membership.objects.current().of_organisation(organisation).count(),
        assessments=Assessment.objects.of_organisation(organisation).count(),
        answers=Answer.objects.filter(organisation=organisation).count(),
        proofs=Evidence.objects.filter(organisation=organisation).count(),
    )
