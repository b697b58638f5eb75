"""Accepting a gap for a time, and ending that: it stays a gap, but is not overdue meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from accounts.models import Membership
from assessments.models import Answer, GapPlan
from assessments.services.gaps.writing import happening, locked_gaps, write_plans
from audit.services import Happening, append_events
from database.transactions import change

ACCEPTED: Final = "gap-accepted"
ENDED: Final = "gap-acceptance-ended"
# Whoever accepts looks again after a year at the latest.
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Through which day a gap is accepted, and why."""

    expires_on: date
    reason: str


class GapGone(Exception):
    """The row is no gap of this organisation, or none any more."""


class PlanStale(Exception):
    """Somebody changed the plan or its acceptance since it was read."""


class ExpiryOutOfRange(Exception):
    """An acceptance ends after today, and within `LONGEST`."""


class NotAccepted(Exception):
    """There is no acceptance to end."""


@change
def accept_gap(
    *, key: UUID, revision: int, acceptance: Acceptance, by: Membership, at: datetime
) -> int:
    """Accept a gap, or renew its acceptance, and return the plan's new revision.

    `revision` is the plan's as read, 0 for none yet. Raises `AssessmentClosed`,
    `ExpiryOutOfRange`, `GapGone` and `PlanStale`; then nothing is written.
    """
    today = timezone.localdate(at)
    if not today < acceptance.expires_on <= today + LONGEST:
        raise ExpiryOutOfRange
    row, plan = _locked(key, revision, by)
    values = {
        "accepted_at": at,
        "accepted_by_id": by.pk,
        "expires_on": acceptance.expires_on,
        "acceptance_reason": acceptance.reason,
    }
    return _write(happening(ACCEPTED, row, plan, values), plan, values, by, at)


@change
def end_acceptance(*, key: UUID, revision: int, by: Membership, at: datetime) -> int:
    """Take an acceptance away, run out or not, and return the plan's new revision.

    Raises `AssessmentClosed`, `GapGone`, `NotAccepted` and `PlanStale`; then nothing is written.
    """
    row, plan = _locked(key, revision, by)
    if plan.accepted_at is None:
        raise NotAccepted
    values = {
        "accepted_at": None,
        "accepted_by_id": None,
        "expires_on": None,
        "acceptance_reason": "",
    }
    return _write(happening(ENDED, row, plan, values), plan, values, by, at)


def _locked(key: UUID, revision: int, by: Membership) -> tuple[Answer, GapPlan]:
    gaps = locked_gaps([key], by)
    if key not in gaps:
        raise GapGone
    row, plan = gaps[key]
    if plan.revision != revision:
        raise PlanStale
    return row, plan


def _write(
    told: Happening, plan: GapPlan, values: Mapping[str, Any], by: Membership, at: datetime
) -> int:
    revision = plan.revision + 1
    write_plans([(plan, values)])
    append_events(
        organisation_id=by.organisation_id, happenings=[told], actor_id=by.user_id, at=at
    )
    return revision
