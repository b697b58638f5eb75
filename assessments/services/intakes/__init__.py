"""What somebody brings in: kept as a draft, decided, applied as one batch, taken back."""

from assessments.services.intakes.applying import apply_intake
from assessments.services.intakes.bringing import Source, bring_in, check_open
from assessments.services.intakes.clearing import clear_intakes
from assessments.services.intakes.deciding import choose, discard, say
from assessments.services.intakes.importing import import_said
from assessments.services.intakes.outcomes import (
    Applied,
    IntakeMoved,
    NothingToApply,
    NotYours,
    StillUndecided,
    TakenBack,
    UnknownChoice,
)
from assessments.services.intakes.undoing import undo_intake

__all__ = [
    "Applied",
    "IntakeMoved",
    "NotYours",
    "NothingToApply",
    "Source",
    "StillUndecided",
    "TakenBack",
    "UnknownChoice",
    "apply_intake",
    "bring_in",
    "check_open",
    "choose",
    "clear_intakes",
    "discard",
    "import_said",
    "say",
    "undo_intake",
]
