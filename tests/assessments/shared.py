"""What the tests of a module share, by id: each test reads it anew and takes back its changes."""

from dataclasses import dataclass

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from tests.assessments.workbooks import make_full_assessment
from tests.builders import make_assessment, make_member


@dataclass(frozen=True)
class Shared:
    """An assessment, and a member of its organisation."""

    assessment_id: int
    member_id: int

    @property
    def assessment(self) -> Assessment:
        """Read the assessment."""
        return Assessment.objects.select_related("organisation").get(pk=self.assessment_id)

    @property
    def member(self) -> Membership:
        """Read the member."""
        members = Membership.objects.select_related("organisation", "user")
        return members.get(pk=self.member_id)


def share_unanswered() -> Shared:
    """Start an assessment with three duties, in an organisation with a contributor."""
    assessment = make_assessment()
    contributor = make_member(Role.CONTRIBUTOR, organisation=assessment.organisation)
    return Shared(assessment.pk, contributor.pk)


def share_full() -> Shared:
    """Make a full assessment, filled in by a manager."""
    manager = make_member(Role.MANAGER)
    return Shared(make_full_assessment(manager).pk, manager.pk)
