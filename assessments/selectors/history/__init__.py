"""What happened, in words: to a row, to an assessment, in an organisation."""

from assessments.selectors.history.about import assessment_events, log_events, of_assessment
from assessments.selectors.history.lines import (
    EventLine,
    RowHistory,
    latest_lines,
    row_history,
)
from assessments.selectors.history.pages import PER_PAGE, Entry, HistoryPage, history_page

__all__ = [
    "PER_PAGE",
    "Entry",
    "EventLine",
    "HistoryPage",
    "RowHistory",
    "assessment_events",
    "history_page",
    "latest_lines",
    "log_events",
    "of_assessment",
    "row_history",
]
