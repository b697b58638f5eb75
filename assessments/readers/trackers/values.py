"""What the cells of a tracker mean: words of state, and dates as people type them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from assessments.readers.trackers.vocabulary import (
    COVERED,
    DASHES,
    GAP,
    PARTIAL,
    SIGNS,
    TICKS,
    WORDS,
)
from matrix.readers.dates import read_date
from matrix.readers.inline import folded, normalised

# More different ones are no words of state but sentences.
MAX_WORDS: Final = 40
LONGEST_WORD: Final = 60

_VARIATION: Final = re.compile("[\ufe0e\ufe0f\u200d]")
_PERCENT: Final = re.compile(r"(\d{1,3})(?:[.,]\d+)?\s*%")
_SHARE: Final = re.compile(r"0?[.,]\d+")
# "Fait le 12/03/2026", "done on 2026-03-12", "ok (2026)": when does not change what.
_WHEN: Final = re.compile(r"(?:\s+(?:le|on|du|since|depuis|en|in))?(?:\s+\d+)+$")
_NUMERIC: Final = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ T].*)?")
_ISO: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T].*)?")
_CENTURY: Final = 2000
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Word:
    """A word of state as the file has it: `key` is what all its spellings share.

    `guess` is the coverage it most likely means, "" where nobody can tell.
    """

    key: str
    text: str
    count: int
    guess: str


def word_key(text: str) -> str:
    """Return what two spellings of one word of state have in common; of a sentence its start."""
    bare = folded(_VARIATION.sub("", text))
    words = normalised(bare)
    return (words if words and not _PERCENT.fullmatch(bare) else bare)[:LONGEST_WORD]


@cache
def _known_words() -> Mapping[str, str]:
    return {phrase: coverage for coverage, phrases in WORDS.items() for phrase in phrases}


def coverage_of(text: str) -> str:
    """Return the coverage a word of state most likely means, "" when it is not known."""
    key = word_key(text)
    if key in SIGNS:
        return SIGNS[key]
    if percent := _PERCENT.fullmatch(key):
        return _share(int(percent[1]))
    if _SHARE.fullmatch(text.strip()):
        return PARTIAL
    first = key.split()[0] if key else ""
    if first in SIGNS:
        return SIGNS[first]
    known = _known_words()
    return known.get(key) or known.get(_WHEN.sub("", key), "")


def _share(percent: int) -> str:
    if percent <= 0:
        return GAP
    return PARTIAL if percent < 100 else COVERED


def is_blank(text: str) -> bool:
    """Tell whether a cell says nothing: empty, or a dash."""
    return not text or text in DASHES


def words_of(texts: Iterable[str]) -> tuple[Word, ...]:
    """Return the different words of state of a column, the most frequent first.

    An "x" beside ticks is a cross; alone it is a mark of what is done.
    """
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in texts:
        if is_blank(text):
            continue
        key = word_key(text)
        counts[key] += 1
        shown.setdefault(key, text)
    has_ticks = any(key in TICKS for key in counts)
    return tuple(
        Word(key, shown[key], count, GAP if key == "x" and has_ticks else coverage_of(shown[key]))
        for key, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )


def is_month_first(texts: Iterable[str]) -> bool:
    """Tell whether a column writes 12/31/2026: some date can be read no other way, none must."""
    found = [match for match in map(_NUMERIC.fullmatch, texts) if match]
    is_some = any(int(match[2]) > _MONTHS for match in found)
    return is_some and not any(int(match[1]) > _MONTHS for match in found)


def day_of(text: str, *, month_first: bool = False) -> date | None:
    """Return the day a cell means, None where it is no date that is certain.

    The day comes first (31/12/2026, 31.12.26), unless the column writes the month first.
    """
    if iso := _ISO.fullmatch(text):
        return _day(iso[1])
    if numeric := _NUMERIC.fullmatch(text):
        one, two, year = int(numeric[1]), int(numeric[2]), int(numeric[3])
        day, month = (two, one) if month_first else (one, two)
        return _day(f"{year + _CENTURY * (year < 100):04}-{month:02}-{day:02}")
    reading = read_date(text, "fr")
    return reading.value if reading and reading.verbatim == text else None


def _day(iso: str) -> date | None:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return None
