"""Trackers: sheets in which a team has kept its own state, owner, date and comment by activity.

Any table in, what it says of an assessment's rows out (`readers.said`). Pure Python: a tracker is
read as sheets of text, columns and words of state are guessed, rows matched with activities. The
guesses are shown and changed; nothing that is merely similar is taken unasked.
"""

from assessments.readers.trackers.guessing import Known, guess, guess_columns, guess_sheet
from assessments.readers.trackers.layout import Column, Layout, columns_of, rows_below
from assessments.readers.trackers.matches import (
    Certainty,
    KnownActivity,
    RowMatch,
    TrackerRow,
    places_of,
)
from assessments.readers.trackers.matching import match_rows
from assessments.readers.trackers.people import MAX_NAMES, OwnerName, Person, names_of
from assessments.readers.trackers.saying import TrackerEntry, entries_of, said_of
from assessments.readers.trackers.tables import Sheet, Tracker, TrackerTooLarge, read_tracker
from assessments.readers.trackers.values import MAX_WORDS, Word, words_of
from assessments.readers.trackers.vocabulary import COVERAGES, Role

__all__ = [
    "COVERAGES",
    "MAX_NAMES",
    "MAX_WORDS",
    "Certainty",
    "Column",
    "Known",
    "KnownActivity",
    "Layout",
    "OwnerName",
    "Person",
    "Role",
    "RowMatch",
    "Sheet",
    "Tracker",
    "TrackerEntry",
    "TrackerRow",
    "TrackerTooLarge",
    "Word",
    "columns_of",
    "entries_of",
    "guess",
    "guess_columns",
    "guess_sheet",
    "match_rows",
    "names_of",
    "places_of",
    "read_tracker",
    "rows_below",
    "said_of",
    "words_of",
]
