"""A file that comes back and is applied at once, all conflicts decided for one side."""

from datetime import datetime

from accounts.models import Membership
from assessments.models import Assessment
from assessments.readers.said import Said
from assessments.selectors.intakes import decisions
from assessments.services.intakes.applying import apply_intake, locked
from assessments.services.intakes.bringing import Source, bring_in
from assessments.services.intakes.deciding import choose
from assessments.services.intakes.outcomes import Applied
from database.transactions import change


@change
def import_said(
    *,
    assessment: Assessment,
    said: Said,
    source: Source,
    take: str,
    by: Membership,
    at: datetime,
) -> Applied:
    """Bring in, decide every conflict for `take` ("" for none), apply: all of it or nothing.

    Raises what `bring_in` and `apply_intake` raise; then there is no draft either.
    """
    locked(assessment.pk)
    intake = bring_in(assessment=assessment, said=said, source=source, by=by, at=at)
    choices = decisions(intake, take, reader=by, at=at) if take else {}
    if choices:
        intake = choose(intake=intake, choices=choices, revision=intake.revision, by=by, at=at)
    return apply_intake(intake=intake, revision=intake.revision, by=by, at=at)
