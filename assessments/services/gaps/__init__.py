"""Gaps: planning what is done about them, and accepting them for a time."""

from assessments.services.gaps.accepting import (
    LONGEST,
    Acceptance,
    ExpiryOutOfRange,
    GapGone,
    NotAccepted,
    PlanStale,
    accept_gap,
    end_acceptance,
)
from assessments.services.gaps.planning import (
    PlanEntry,
    PlanValues,
    plan_gaps,
    undo_plans,
)

__all__ = [
    "LONGEST",
    "Acceptance",
    "ExpiryOutOfRange",
    "GapGone",
    "NotAccepted",
    "PlanEntry",
    "PlanStale",
    "PlanValues",
    "accept_gap",
    "end_acceptance",
    "plan_gaps",
    "undo_plans",
]
