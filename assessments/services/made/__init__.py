"""Workbooks made in the background: asked for, kept for a few days, swept."""

from assessments.services.made.asking import ask_for_workbook, cancel_making
from assessments.services.made.finishing import AlreadyMade, finish_made_file
from assessments.services.made.storing import FileGone, incoming, opened, place, remove
from assessments.services.made.sweeping import Cleared, clear_made_files

__all__ = [
    "AlreadyMade",
    "Cleared",
    "FileGone",
    "ask_for_workbook",
    "cancel_making",
    "clear_made_files",
    "finish_made_file",
    "incoming",
    "opened",
    "place",
    "remove",
]
