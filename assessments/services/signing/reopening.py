"""Reopening what was signed, with a reason."""

from datetime import datetime
from typing import Final

from django.db.models import F

from accounts.models import Membership
from assessments.models import Assessment, SignOff
from assessments.services.answering import AssessmentClosed
from audit.services import Happening, append_events
from database.transactions import change

REOPENED: Final = "assessment-reopened"


class AlreadyReopened(Exception):
    """This sign-off was reopened before."""


class ReasonForReopeningMissing(Exception):
    """A sign-off is reopened with a reason, which stands beside it for ever."""


@change
def reopen_assessment(
    *, sign_off_id: int, reason: str, by: Membership, at: datetime
) -> Assessment:
    """Open a signed assessment again; the sign-off stays, with who reopened it, when and why.

    Raises `AlreadyReopened`, `ReasonForReopeningMissing`, and `AssessmentClosed` where the
    assessment was closed for good; then nothing is written.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonForReopeningMissing
    own = SignOff.objects.filter(organisation_id=by.organisation_id).defer("snapshot")
    signed = own.get(pk=sign_off_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=signed.assessment_id)
    reopened = own.filter(pk=signed.pk).in_force()
    if assessment.state == Assessment.State.CLOSED:
        raise AssessmentClosed
    if not reopened.update(reopened_at=at, reopened_by=by, reopen_reason=reason):
        raise AlreadyReopened
    Assessment.objects.filter(pk=assessment.pk).update(
        state=Assessment.State.ACTIVE, revision=F("revision") + 1
    )
    happening = Happening(
        REOPENED,
        "assessment",
        str(assessment.pk),
        old={"state": assessment.state},
        new={
            "state": Assessment.State.ACTIVE.value,
            "sign_off": signed.pk,
            "reopen_reason": reason,
        },
    )
    append_events(
        organisation_id=by.organisation_id, happenings=[happening], actor_id=by.user_id, at=at
    )
    assessment.refresh_from_db(fields=["state", "revision"])
    return assessment
