"""Closing what was signed: the last thing that happens to an assessment."""

from datetime import datetime
from typing import Final

from django.db.models import F

from accounts.models import Membership
from assessments.models import Assessment
from audit.services import Happening, append_events
from database.transactions import change

CLOSED: Final = "assessment-closed"


class NotSigned(Exception):
    """Only a signed assessment is closed."""


@change
def close_assessment(*, assessment_id: int, by: Membership, at: datetime) -> None:
    """Close a signed assessment for good: it is read, and reopened no more.

    Raises `NotSigned`; then nothing is written.
    """
    closed = Assessment.objects.filter(
        pk=assessment_id, organisation_id=by.organisation_id, state=Assessment.State.SIGNED
    ).update(state=Assessment.State.CLOSED, revision=F("revision") + 1)
    if not closed:
        raise NotSigned
    happening = Happening(
        CLOSED,
        "assessment",
        str(assessment_id),
        old={"state": Assessment.State.SIGNED.value},
        new={"state": Assessment.State.CLOSED.value},
    )
    append_events(
        organisation_id=by.organisation_id, happenings=[happening], actor_id=by.user_id, at=at
    )
