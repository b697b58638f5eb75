"""How like a row of a tracker is to the activities of an edition: same, mistyped, or similar."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assessments.readers.trackers.matches import (
    MOST_CANDIDATES,
    Certainty,
    KnownActivity,
    RowMatch,
    TrackerRow,
    split_number,
)
from matrix.comparing.lookalikes import are_lookalikes
from matrix.comparing.similar import MIN_SCORE, SAME_SECTION
from matrix.comparing.texts import same_words

_COMPARED: Final = 400
_ROOT: Final = 5
_SHORTEST: Final = 4
_LONG: Final = 8
# Small words that turn a sentence round: none of them is a slip for another word.
_TURNING: Final = frozenset(
    {
        *("no", "non", "not", "nor", "ne", "ni", "pas", "on", "off", "in", "out", "up", "a"),
        *("un", "ou", "et", "or", "and", "si", "sans", "sous", "sur", "hors"),
    }
)
# A row that breaks off says the beginning of its activity.
_MIN_BEGINNING: Final = 15
_BEGINNING_SCORE: Final = 0.9


@dataclass(frozen=True, slots=True)
class _Wording:
    """A text as it is compared: `text` without typography, its words, and their beginnings.

    `activity` is an index; of a row of the tracker, which is nobody's yet, it is -1.
    """

    activity: int
    text: str
    words: tuple[str, ...]
    roots: frozenset[str]


class Matcher:
    """The wordings of an edition, looked through for one row after the other."""

    def __init__(self, activities: Sequence[KnownActivity]) -> None:
        """Fold every wording once."""
        self._activities = activities
        self._wordings = [
            _folded(text, index)
            for index, activity in enumerate(activities)
            for text in dict.fromkeys(activity.texts)
        ]
        self._beginnings = [wording.text[:_COMPARED] for wording in self._wordings]
        self._vocabulary = {word for wording in self._wordings for word in wording.words}
        self._by_root: dict[str, list[int]] = defaultdict(list)
        self._same: dict[str, list[int]] = defaultdict(list)
        for place, wording in enumerate(self._wordings):
            for root in wording.roots:
                self._by_root[root].append(place)
            if wording.activity not in self._same[wording.text]:
                self._same[wording.text].append(wording.activity)

    def match(self, row: TrackerRow) -> RowMatch:
        """Return the match of one row, whatever the others are."""
        number, bare = split_number(row.text)
        for text in dict.fromkeys((row.text, bare)):
            if found := self._same.get(same_words(text)):
                return self._of(row, found, Certainty.SAME)
        places = row.places | {number} if number else row.places
        row, said = replace(row, text=bare, places=places), _folded(bare)
        nearest = self._nearest(row, said)
        if slips := self._slips(said, nearest):
            return self._of(row, slips, Certainty.SPELLING)
        candidates = tuple(dict.fromkeys((*nearest, *self._sharing(row, said))))[:MOST_CANDIDATES]
        certainty = Certainty.UNSURE if candidates else Certainty.NONE
        return RowMatch(row.line, certainty, None, candidates)

    def _of(self, row: TrackerRow, found: Sequence[int], certainty: Certainty) -> RowMatch:
        """Choose among activities of the same words by their place on the page."""
        home = [each for each in found if row.places & self._activities[each].places]
        kept = tuple(home or found)
        if len(kept) == 1:
            return RowMatch(row.line, certainty, kept[0])
        return RowMatch(row.line, Certainty.UNSURE, None, kept[:MOST_CANDIDATES])

    def _nearest(self, row: TrackerRow, said: _Wording) -> tuple[int, ...]:
        """Return the activities a text is similar to, the most similar first."""
        text = said.text[:_COMPARED]
        found: dict[int, float] = {}
        for _text, score, place in process.extract(
            text,
            self._beginnings,
            scorer=fuzz.ratio,
            score_cutoff=100 * MIN_SCORE,
            limit=4 * MOST_CANDIDATES,
        ):
            self._keep(found, row, place, score / 100)
        if len(text) >= _MIN_BEGINNING:
            for place, beginning in enumerate(self._beginnings):
                if beginning.startswith(text):
                    self._keep(found, row, place, _BEGINNING_SCORE)
        return _best_first(found)

    def _sharing(self, row: TrackerRow, said: _Wording) -> tuple[int, ...]:
        """Return the activities that share half of the telling words of a text, in any order."""
        shared = Counter(place for root in said.roots for place in self._by_root.get(root, ()))
        found: dict[int, float] = {}
        for place, count in shared.items():
            if 2 * count >= len(said.roots):
                of_both = len(said.roots) + len(self._wordings[place].roots)
                self._keep(found, row, place, 2 * count / of_both)
        return _best_first(found)

    def _keep(self, found: dict[int, float], row: TrackerRow, place: int, score: float) -> None:
        activity = self._wordings[place].activity
        is_home = bool(row.places & self._activities[activity].places)
        liking = score + SAME_SECTION * is_home
        found[activity] = max(liking, found.get(activity, 0.0))

    def _slips(self, said: _Wording, nearest: Sequence[int]) -> list[int]:
        """Return the activities of which the row differs by slips of the pen alone."""
        near = {*nearest}
        meant = (wording for wording in self._wordings if wording.activity in near)
        slipped = (each.activity for each in meant if self._is_slipped(said.words, each.words))
        return list(dict.fromkeys(slipped))

    def _is_slipped(self, words: Sequence[str], meant: Sequence[str]) -> bool:
        if len(words) != len(meant):
            return "".join(words) == "".join(meant)
        return all(
            one == other or self._is_slip(one, other)
            for one, other in zip(words, meant, strict=True)
        )

    def _is_slip(self, one: str, other: str) -> bool:
        """Tell whether `one` is `other` mistyped: no word of the page, nor another real word.

        Prefixes turn a meaning round (managed and unmanaged): a word does not begin anew.
        """
        if not (one.isalpha() and other.isalpha()):
            return False
        if _is_plural(one, other):
            return True
        if one in self._vocabulary:
            return False
        if not _TURNING.isdisjoint((one, other)) or are_lookalikes(one, other):
            return False
        most = 2 if min(len(one), len(other)) >= _LONG else 1
        distance = OSA.distance(one, other, score_cutoff=most)
        return distance <= most and _begin_alike(one, other, distance)


def _folded(text: str, activity: int = -1) -> _Wording:
    bare = same_words(text)
    words = bare.split()
    telling = [word for word in words if len(word) >= _SHORTEST] or words
    roots = frozenset(word[:_ROOT] for word in telling)
    return _Wording(activity, bare, tuple(words), roots)


def _is_plural(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= _SHORTEST and longer in {f"{shorter}s", f"{shorter}x"}


def _best_first(found: Mapping[int, float]) -> tuple[int, ...]:
    return tuple(sorted(found, key=lambda each: (-found[each], each)))


def _begin_alike(one: str, other: str, distance: int) -> bool:
    """Tell whether no prefix was added or taken: "a" alone is one (normal, anormal)."""
    if one[0] == other[0]:
        return True
    shorter, longer = sorted((one, other), key=len)
    return distance == 1 and (len(shorter) == len(longer) or longer != f"a{shorter}")
