"""Rows of a tracker, activities of an edition, and what was matched with what."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matrix.comparing.texts import same_words

MOST_CANDIDATES: Final = 5


class Certainty(StrEnum):
    """How a row was matched."""

    SAME = "same"  # the same words
    SPELLING = "spelling"  # the same but for slips of the pen
    CHOSEN = "chosen"  # by a person
    UNSURE = "unsure"  # similar to some: to be chosen
    TWICE = "twice"  # the activity has another row in the file
    NONE = "none"  # similar to nothing, or left out by a person


@dataclass(frozen=True, slots=True)
class KnownActivity:
    """An activity of the edition. `texts` are its wordings, one a language.

    `places` are the sections around it as `places_of` gives them, by title and by number. `key`
    is the answer's, "" where the activity is outside the scope.
    """

    key: str
    texts: tuple[str, ...]
    places: frozenset[str]


@dataclass(frozen=True, slots=True)
class TrackerRow:
    """A row that may be an activity: its line, its text, and what its section may be called."""

    line: int
    text: str
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RowMatch:
    """What a row was matched with: the index of the activity, None where it is open.

    `candidates` are indexes, the most likely first, at most `MOST_CANDIDATES`.
    """

    line: int
    certainty: Certainty
    activity: int | None
    candidates: tuple[int, ...] = ()


def places_of(*texts: str) -> frozenset[str]:
    """Return what the section of a row may be called: words and numbers, each by itself.

    "3.1.2. Access" is the title "access" as well as the number "3.1.2".
    """
    found: set[str] = set()
    for text in texts:
        number, title = split_number(text)
        found |= {number, same_words(title) if title else "", same_words(text) if text else ""}
    return frozenset(found - {""})


def split_number(text: str) -> tuple[str, str]:
    """Return the number before a text ("3.1.2") and the text after it, "" for none."""
    first, _blank, rest = text.strip().partition(" ")
    number = first.rstrip(".)-–:")
    if number and number[0].isdigit() and number.replace(".", "").isdecimal():
        return number, rest.lstrip("-–—:. ").strip()
    return "", text.strip()
