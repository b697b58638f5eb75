"""What pages, workbooks and the console say, in the reader's language: one wording for all."""

from assessments.words.counting import (
    apart,
    declared_words,
    lead,
    messages_words,
    move_lead,
    move_rest,
    number_of,
    overdue_number,
    overdue_words,
    progress_words,
    rest,
    section_words,
    sentence,
    share_words,
)
from assessments.words.trends import change_words, shift_words

__all__ = [
    "apart",
    "change_words",
    "declared_words",
    "lead",
    "messages_words",
    "move_lead",
    "move_rest",
    "number_of",
    "overdue_number",
    "overdue_words",
    "progress_words",
    "rest",
    "section_words",
    "sentence",
    "share_words",
    "shift_words",
]
