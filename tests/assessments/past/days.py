"""An assessment with a past: started, answered a week later, and otherwise a week after."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Assessment
from assessments.selectors.past import Past, past_of
from tests.builders import make_answers, make_assessment, make_edition, make_labels, make_member

START = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
STARTED, ANSWERED, CHANGED = (START + timedelta(weeks=number) for number in range(3))
SECRET = "only for us"


@dataclass(frozen=True)
class Weeks:
    """The assessment, who leads it, and the colleague who had the first row in the first week."""

    assessment: Assessment
    manager: Membership
    colleague: Membership

    @property
    def url(self) -> str:
        """Return the address of its dashboard."""
        return f"/o/{self.manager.organisation.slug}/assessments/{self.assessment.pk}/"


def make_weeks() -> Weeks:
    """Answer three rows on `ANSWERED` and other than that on `CHANGED`."""
    manager = make_member()
    colleague = make_member(Role.CONTRIBUTOR, organisation=manager.organisation)
    edition = make_edition()
    make_labels(edition)
    made = make_assessment(manager, edition=edition, at=STARTED, has_messages=True)
    make_answers(
        made,
        {"coverage": "gap", "owner_membership_id": colleague.pk, "due_on": date(2026, 10, 3)},
        {"coverage": "not_applicable", "reason": "no invoice", "until": date(2027, 1, 1)},
        {"coverage": "partial", "note": "then", "internal_note": SECRET},
        by=colleague,
        at=ANSWERED,
    )
    make_answers(
        made,
        {"coverage": "covered", "owner_membership_id": manager.pk, "due_on": None},
        {"coverage": "covered"},
        {"coverage": "covered", "note": "now", "internal_note": ""},
        {"coverage": "gap"},
        by=manager,
        at=CHANGED,
    )
    return Weeks(reread(made), manager, colleague)


def reread(assessment: Assessment) -> Assessment:
    """Return an assessment as the pages read it."""
    read = Assessment.objects.with_matrix().select_related("organisation")
    return read.get(pk=assessment.pk)


def past_on(assessment: Assessment, at: datetime) -> Past:
    """Return an assessment as of the day of a moment."""
    return past_of(reread(assessment), day=timezone.localdate(at), today=date(2026, 11, 22))
