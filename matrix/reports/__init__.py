"""Rows in, bytes of a workbook out; knows no request."""

from accounts.reports.cells import MAX_TEXT, Value, cell, clean_text, sheet_title
from accounts.reports.plain import CONTENT_TYPE, Column, plain_workbook
from matrix.reports.comparing import comparison_workbook
from matrix.reports.editions import edition_workbook, library_workbook
from matrix.reports.questions import findings_workbook, questions_workbook

__all__ = [
    "CONTENT_TYPE",
    "MAX_TEXT",
    "Column",
    "Value",
    "cell",
    "clean_text",
    "comparison_workbook",
    "edition_workbook",
    "findings_workbook",
    "library_workbook",
    "plain_workbook",
    "questions_workbook",
    "sheet_title",
]
