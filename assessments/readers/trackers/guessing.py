"""Which sheet, which row of names, and which column is what: a guess, to be shown and changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assessments.readers.trackers.layout import Layout, cell, rows_below
from assessments.readers.trackers.tables import Sheet, Tracker
from assessments.readers.trackers.values import coverage_of, day_of, is_blank, word_key
from assessments.readers.trackers.vocabulary import HEADS, Role
from matrix.comparing.texts import same_words
from matrix.readers.inline import normalised

# How far down the names of the columns are looked for, and how many rows tell what a column is.
MAX_HEADER: Final = 30
_SAMPLE: Final = 300
# Names are compared whole, then word by word; a sentence names no column.
_LONGEST_NAME: Final = 60
_WHOLE: Final = 3.0
_WORD: Final = 1.5
# What the cells themselves say weighs more than one word of the name, less than all of it.
_CELLS: Final = 2.5
_ACTIVITIES: Final = 6.0
_MOST: Final = 0.6
_SOME: Final = 0.2
_MOST_DIFFERENT: Final = 15
_SENTENCE: Final = 18
# One word of state alone may stand in any row.
_FEWEST_NAMES: Final = 2


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beforehand: activities and section titles (`same_words`), people (folded)."""

    activities: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


def guess(tracker: Tracker, known: Known) -> Layout:
    """Return how the tracker is most likely to be read: the sheet that says the most."""
    guesses = [_scored(place, sheet, known) for place, sheet in enumerate(tracker.sheets)]
    return max(guesses, key=lambda each: each[0])[1]


def guess_sheet(tracker: Tracker, place: int, known: Known) -> Layout:
    """Return how one sheet of it is most likely to be read."""
    return _scored(place, tracker.sheets[place], known)[1]


def guess_columns(sheet: Sheet, header: int, known: Known) -> dict[Role, int]:
    """Return which column is what, below names that a person has shown."""
    return {role: column for role, (column, _score) in _assigned(sheet, header, known).items()}


def _scored(place: int, sheet: Sheet, known: Known) -> tuple[tuple[bool, float], Layout]:
    header = _header(sheet, known)
    assigned = _assigned(sheet, header, known)
    is_tracker = Role.ACTIVITY in assigned and len(assigned) > 1
    score = sum(score for _column, score in assigned.values())
    columns = {role: column for role, (column, _score) in assigned.items()}
    return (is_tracker, score), Layout(place, header, columns)


def _header(sheet: Sheet, known: Known) -> int:
    """Return the row that names most columns; without any the table has no names."""
    best, place = 0.0, -1
    for index, row in enumerate(sheet.rows[:MAX_HEADER]):
        if any(same_words(text) in known.activities for text in row.cells):
            break
        fits = [max(_named(text, role) for role in Role) for text in row.cells]
        if sum(fits) > best and sum(map(bool, fits)) >= _FEWEST_NAMES:
            best, place = sum(fits), index
    return place


def _assigned(sheet: Sheet, header: int, known: Known) -> dict[Role, tuple[int, float]]:
    """Return a column and its score for each role that has one, the clearest first."""
    names = sheet.rows[header].cells if header >= 0 else ()
    sample = rows_below(sheet, header)[:_SAMPLE]
    scores: list[tuple[float, int, Role]] = []
    for index in range(sheet.width):
        texts = [text for row in sample if not is_blank(text := cell(row, index))]
        name = names[index] if index < len(names) else ""
        for role in Role:
            score = _named(name, role) + _held(texts, role, known)
            if score > 0:
                scores.append((score, index, role))
    order = list(Role)
    assigned: dict[Role, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, index, role in sorted(scores, key=lambda e: (-e[0], order.index(e[2]), e[1])):
        if role not in assigned and index not in taken:
            assigned[role] = index, score
            taken.add(index)
    return assigned


def _named(name: str, role: Role) -> float:
    """Return how well the name of a column fits a role."""
    if len(name) > _LONGEST_NAME:
        return 0.0
    words = normalised(name)
    if words in HEADS[role]:
        return _WHOLE
    padded = f" {words} "
    longest = max((len(head) for head in HEADS[role] if f" {head} " in padded), default=0)
    return _WORD * min(1.0, longest / 4) if longest > 2 else 0.0


def _held(texts: Sequence[str], role: Role, known: Known) -> float:
    """Return how well the cells of a column fit a role; negative where they speak against it."""
    if not texts:
        return 0.0
    if role == Role.ACTIVITY:
        share = _share(same_words(text) in known.activities for text in texts)
        is_prose = sum(map(len, texts)) / len(texts) > _SENTENCE
        return _ACTIVITIES * share + (1.0 if is_prose and len({*texts}) > len(texts) / 2 else -2.0)
    if role == Role.SECTION:
        if len({*texts}) == len(texts) > 1 and all(text.isdecimal() for text in texts):
            return -_ACTIVITIES  # rows that were counted: "2" is no chapter there
        share = _share(same_words(text) in known.sections for text in texts)
        return _CELLS * share
    if role == Role.COVERAGE:
        are_few = len({word_key(text) for text in texts}) <= _MOST_DIFFERENT
        share = _share(bool(coverage_of(text)) for text in texts)
        return _CELLS * share if are_few and share >= _MOST else -2.0 if share < _SOME else 0.0
    if role == Role.DUE:
        share = _share(day_of(text) is not None for text in texts)
        return _CELLS * share if share >= _MOST else -2.0 if share < _SOME else 0.0
    if role == Role.OWNER:
        share = _share(normalised(text) in known.people for text in texts)
        return _CELLS * share if share >= _SOME else 0.0
    return 0.0


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found)
