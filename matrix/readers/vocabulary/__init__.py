"""The words of the providers: data, so that a new provider is a line here and no code.

Every word is compared after `normalised`: lower case, without accents or punctuation.
"""

from matrix.readers.vocabulary.columns import (
    ACTIVITY_NAMES,
    ACTIVITY_WORDS,
    APPLICABILITY_MARKS,
    BETWEEN_WORDS,
    CLIENT_WORDS,
    LETTER_WORDS,
    LETTERS,
    LINK_WORDS,
    NEGATIVE_MARKS,
    NOTE_WORDS,
    NOTHING_WORDS,
    ROLE_WORDS,
)
from matrix.readers.vocabulary.pages import (
    CLIENT_NAMES,
    DATE_KEYS,
    DATE_PHRASES,
    LANGUAGE_KEYS,
    LANGUAGE_WORDS,
    MONTHS,
    TITLE_KEYS,
)

__all__ = [
    "ACTIVITY_NAMES",
    "ACTIVITY_WORDS",
    "APPLICABILITY_MARKS",
    "BETWEEN_WORDS",
    "CLIENT_NAMES",
    "CLIENT_WORDS",
    "DATE_KEYS",
    "DATE_PHRASES",
    "LANGUAGE_KEYS",
    "LANGUAGE_WORDS",
    "LETTERS",
    "LETTER_WORDS",
    "LINK_WORDS",
    "MONTHS",
    "NEGATIVE_MARKS",
    "NOTE_WORDS",
    "NOTHING_WORDS",
    "ROLE_WORDS",
    "TITLE_KEYS",
]
