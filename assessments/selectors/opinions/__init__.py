"""What auditors found: by row, counted, and as a page."""

from assessments.selectors.opinions.page import (
    WITHOUT,
    OpinionPage,
    OpinionRow,
    OpinionSection,
    opinion_page,
    row_with,
)
from assessments.selectors.opinions.reading import (
    NO_OPINIONS,
    OpinionLine,
    Opinions,
    opinions_of,
    opinions_of_row,
    own_opinions,
    with_opinions,
)

__all__ = [
    "NO_OPINIONS",
    "WITHOUT",
    "OpinionLine",
    "OpinionPage",
    "OpinionRow",
    "OpinionSection",
    "Opinions",
    "opinion_page",
    "opinions_of",
    "opinions_of_row",
    "own_opinions",
    "row_with",
    "with_opinions",
]
