"""Comparing two editions: rows in, every activity of either in one bucket. Pure Python.

No similarity says whether two wordings are one activity ("Import virtual machines" and "Export
virtual machines" are 0.98 alike). So only equal words, or a slip of the pen, carry an answer;
what is merely similar is proposed to a person.
"""

from matrix.comparing.judging import compare
from matrix.comparing.results import Bucket, Comparison, Match
from matrix.comparing.rows import ComparedRow, compared_rows
from matrix.comparing.words import WordChange, word_changes

__all__ = [
    "Bucket",
    "ComparedRow",
    "Comparison",
    "Match",
    "WordChange",
    "compare",
    "compared_rows",
    "word_changes",
]
