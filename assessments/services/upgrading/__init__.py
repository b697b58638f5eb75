"""Moving an assessment to another edition, and back."""

from assessments.services.upgrading.moving import (
    Decision,
    Move,
    NotAnotherEdition,
    PreviewStale,
    upgrade_assessment,
)
from assessments.services.upgrading.reverting import (
    AlreadyReverted,
    MovedSince,
    RevertTooLate,
    revert_upgrade,
)

__all__ = [
    "AlreadyReverted",
    "Decision",
    "Move",
    "MovedSince",
    "NotAnotherEdition",
    "PreviewStale",
    "RevertTooLate",
    "revert_upgrade",
    "upgrade_assessment",
]
