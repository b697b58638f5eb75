"""Signing an assessment, reopening it with a reason, and closing it."""

from assessments.services.signing.closing import NotSigned, close_assessment
from assessments.services.signing.next_period import start_next_period
from assessments.services.signing.reopening import (
    AlreadyReopened,
    ReasonForReopeningMissing,
    reopen_assessment,
)
from assessments.services.signing.signing import SeenOtherwise, sign_assessment

__all__ = [
    "AlreadyReopened",
    "NotSigned",
    "ReasonForReopeningMissing",
    "SeenOtherwise",
    "close_assessment",
    "reopen_assessment",
    "sign_assessment",
    "start_next_period",
]
