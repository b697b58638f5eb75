"""What is brought in, read: a workbook that comes back, and what would become of each row."""

from assessments.selectors.intakes.merging import decisions, merged
from assessments.selectors.intakes.results import (
    CellState,
    Merge,
    MergedCell,
    MergedRow,
    ToldNotice,
)
from assessments.selectors.intakes.returned import (
    NotAWorkingCopy,
    NotReturned,
    OfAnotherAssessment,
    Returned,
    UnknownExport,
    UnprovenExport,
    returned_rows,
    returned_workbook,
)

__all__ = [
    "CellState",
    "Merge",
    "MergedCell",
    "MergedRow",
    "NotAWorkingCopy",
    "NotReturned",
    "OfAnotherAssessment",
    "Returned",
    "ToldNotice",
    "UnknownExport",
    "UnprovenExport",
    "decisions",
    "merged",
    "returned_rows",
    "returned_workbook",
]
