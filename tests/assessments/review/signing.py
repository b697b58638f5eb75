"""Signing in tests, as the page does it."""

from assessments.models import Assessment, SignOff
from assessments.selectors.signing.limits import fingerprint_of, limits_of
from assessments.services.signing import sign_assessment
from tests.assessments.review.team import COVERED, GAP, ReviewTeam, make_team
from tests.builders import NOW


def fingerprint(assessment: Assessment) -> str:
    """Return the hash of what the page shows now."""
    assessment.refresh_from_db()
    organisation = assessment.organisation
    organisation.refresh_from_db()
    limits = limits_of(assessment, organisation=organisation, on=NOW.date())
    return fingerprint_of(assessment, limits)


def sign(team: ReviewTeam, statement: str = "Seen and agreed") -> SignOff:
    """Have the manager sign the assessment as it stands."""
    return sign_assessment(
        assessment_id=team.assessment.pk,
        fingerprint=fingerprint(team.assessment),
        statement=statement,
        by=team.manager,
        at=NOW,
    )


def make_accepted(*, has_four_eyes: bool = False) -> ReviewTeam:
    """Make a team whose first two rows, one covered and one gap, are accepted."""
    team = make_team(has_four_eyes=has_four_eyes)
    team.answer(COVERED, GAP)
    team.submit()
    team.accept()
    return team
