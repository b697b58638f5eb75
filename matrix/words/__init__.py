"""What the product says about a page, in the language of the moment."""

from matrix.words.findings import finding_name, finding_sentence, known_codes
from matrix.words.questions import QUESTION_CODES, question_sentence

__all__ = [
    "QUESTION_CODES",
    "finding_name",
    "finding_sentence",
    "known_codes",
    "question_sentence",
]
