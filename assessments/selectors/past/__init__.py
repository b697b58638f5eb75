"""An assessment as of a day that is over, in the shapes that today's pages and files show."""

from assessments.selectors.past.looking import (
    contents_then,
    grid_then,
    overview_then,
    rows_then,
    switched_off_then,
)
from assessments.selectors.past.rebuilding import DayUnknown, Past, past_of

__all__ = [
    "DayUnknown",
    "Past",
    "contents_then",
    "grid_then",
    "overview_then",
    "past_of",
    "rows_then",
    "switched_off_then",
]
