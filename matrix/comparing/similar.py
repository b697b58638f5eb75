"""Which rewording belongs to which: the best pairs of the page, each activity once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from matrix.comparing.folding import Folded

# Below, two texts are two activities (MATRICES.md, "From one edition to the next").
MIN_SCORE: Final = 0.55
# Sentences of one trade look alike by their small words: some of the others must be shared,
# unless nearly every letter is.
MIN_SHARED: Final = 0.4
ALIKE: Final = 0.8
# Of equally similar rows the one of the same section, of the same letters, is meant.
SAME_SECTION: Final = 0.05
SAME_LETTERS: Final = 0.05

# A text is sought by its beginning; how alike two are is then told from nearly all of it.
_SOUGHT: Final = 400
_COMPARED: Final = 4_000
_CANDIDATES: Final = 20
_MAX_CANDIDATES: Final = 160


@dataclass(frozen=True, slots=True)
class Pair:
    """An old and a new row with their similarity, from 0 to 1."""

    old: Folded
    new: Folded
    score: float

    @property
    def rank(self) -> tuple[float, float, int, int, int]:
        """Return what orders pairs, the best first; no two pairs are equal."""
        is_home = self.old.section == self.new.section
        is_kept = (self.old.client, self.old.others) == (self.new.client, self.new.others)
        liking = self.score + SAME_SECTION * is_home + SAME_LETTERS * is_kept
        distance = abs(self.old.order - self.new.order)
        return (-liking, -self.score, distance, self.old.order, self.new.order)


def best_pairs(old: Sequence[Folded], new: Sequence[Folded]) -> list[Pair]:
    """Return similar rows one to one: the best pair of all first, then the best of the rest.

    The same lists give the same pairs. Each row looks at the nearest twenty; rows that lost
    them all to others look again, further, among those still free.
    """
    found: list[Pair] = []
    seeking, free, reach = list(old), list(new), _CANDIDATES
    while seeking and free and reach <= _MAX_CANDIDATES:
        made, seeking = _round_of(seeking, free, reach)
        found += made
        taken = {pair.new for pair in made}
        free = [row for row in free if row not in taken]
        reach *= 2
    return found


def similarity(one: Folded, other: Folded) -> float:
    """Return how alike two texts are letter by letter, from 0 to 1."""
    return fuzz.ratio(one.text[:_COMPARED], other.text[:_COMPARED]) / 100


def _round_of(
    seeking: Sequence[Folded], free: Sequence[Folded], reach: int
) -> tuple[list[Pair], list[Folded]]:
    """Return the pairs made, and the rows that may have one beyond those they looked at."""
    beginnings = [row.text[:_SOUGHT] for row in free]
    pairs: list[Pair] = []
    hopeful: list[Folded] = []
    for row in seeking:
        nearest = process.extract(
            row.text[:_SOUGHT],
            beginnings,
            scorer=fuzz.ratio,
            score_cutoff=100 * MIN_SCORE,
            limit=reach,
        )
        pairs += _similar(row, (free[place] for _text, _score, place in nearest))
        if len(nearest) == reach:
            hopeful.append(row)
    made = _one_to_one(pairs)
    settled = {pair.old for pair in made}
    return made, [row for row in hopeful if row not in settled]


def _similar(row: Folded, candidates: Iterator[Folded]) -> Iterator[Pair]:
    for candidate in candidates:
        score = similarity(row, candidate)
        if score >= ALIKE or (score >= MIN_SCORE and _shared(row, candidate) >= MIN_SHARED):
            yield Pair(row, candidate, score)


def _shared(one: Folded, other: Folded) -> float:
    """Return the share of telling words that two texts have in common, from 0 to 1."""
    return 2 * len(one.roots & other.roots) / (len(one.roots) + len(other.roots) or 1)


def _one_to_one(pairs: Sequence[Pair]) -> list[Pair]:
    made: list[Pair] = []
    taken: set[Folded] = set()
    for pair in sorted(pairs, key=lambda pair: pair.rank):
        if taken.isdisjoint((pair.old, pair.new)):
            taken.update((pair.old, pair.new))
            made.append(pair)
    return made
