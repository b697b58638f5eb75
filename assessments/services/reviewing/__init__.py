"""A second look at answers: submitted, then accepted or sent back."""

from assessments.services.reviewing.deciding import accept_rows, send_back_rows
from assessments.services.reviewing.rows import (
    REATTESTED,
    SUBMITTED,
    ReasonForReturnMissing,
    Reviewed,
    Seen,
)
from assessments.services.reviewing.submitting import submit_rows

__all__ = [
    "REATTESTED",
    "SUBMITTED",
    "ReasonForReturnMissing",
    "Reviewed",
    "Seen",
    "accept_rows",
    "send_back_rows",
    "submit_rows",
]
