"""Rows in, bytes of a workbook out. What every list shares is here, in the lowest app with one."""

from accounts.reports.cells import MAX_TEXT, Value, cell, clean_text, sheet_title
from accounts.reports.people import people_workbook, teams_workbook
from accounts.reports.plain import CONTENT_TYPE, Column, plain_workbook

__all__ = [
    "CONTENT_TYPE",
    "MAX_TEXT",
    "Column",
    "Value",
    "cell",
    "clean_text",
    "people_workbook",
    "plain_workbook",
    "sheet_title",
    "teams_workbook",
]
