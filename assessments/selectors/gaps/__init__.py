"""Gaps across the assessments of an organisation: the rows, their sum, and one of them."""

from assessments.selectors.gaps.reading import (
    ACROSS,
    gap_answers,
    gap_numbers,
    gap_row,
    may_plan,
    worst_first,
)
from assessments.selectors.gaps.rows import GapNumbers, GapRow, numbers_of

__all__ = [
    "ACROSS",
    "GapNumbers",
    "GapRow",
    "gap_answers",
    "gap_numbers",
    "gap_row",
    "may_plan",
    "numbers_of",
    "worst_first",
]
