"""Which row of a tracker is which activity. Only equal words, or slips of the pen, decide.

How a text is compared is what tells two editions of a page apart (`matrix.comparing`): words
without typography, the place on the page, similarity. What is merely similar is asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from assessments.readers.trackers.likeness import Matcher
from assessments.readers.trackers.matches import Certainty, KnownActivity, RowMatch, TrackerRow
from matrix.comparing.texts import same_words


def match_rows(
    rows: Sequence[TrackerRow],
    activities: Sequence[KnownActivity],
    *,
    chosen: Mapping[int, str] = MappingProxyType({}),
) -> tuple[RowMatch, ...]:
    """Return one match for each row, in their order. Two rows never have one activity.

    `chosen` is what a person said of a line: the key of an activity, "" to leave the row out.
    """
    matcher = Matcher(activities)
    found = _in_order(rows, [matcher.match(row) for row in rows], activities)
    keys = {each.key: index for index, each in enumerate(activities) if each.key}
    return _without_twice([_as_chosen(match, chosen, keys) for match in found])


def _in_order(
    rows: Sequence[TrackerRow],
    matches: Sequence[RowMatch],
    activities: Sequence[KnownActivity],
) -> list[RowMatch]:
    """Give rows of one wording their activities by order, where both are as many in one place."""
    groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for place, match in enumerate(matches):
        if match.certainty == Certainty.UNSURE and rows[place].places:
            groups[match.candidates].append(place)
    settled = list(matches)
    for candidates, places in groups.items():
        meant = [activities[each] for each in candidates]
        is_one_place = len({each.places for each in meant}) == 1
        texts = [rows[place].text for place in places]
        if is_one_place and len(meant) == len(places) and _have_one_text(texts, meant):
            for place, activity in zip(places, sorted(candidates), strict=True):
                settled[place] = RowMatch(rows[place].line, Certainty.SAME, activity)
    return settled


def _have_one_text(texts: Iterable[str], activities: Iterable[KnownActivity]) -> bool:
    """Tell whether all rows have the one wording that all the activities have."""
    words = {*map(same_words, texts)}
    return len(words) == 1 and all(
        not words.isdisjoint(map(same_words, activity.texts)) for activity in activities
    )


def _as_chosen(match: RowMatch, chosen: Mapping[int, str], keys: Mapping[str, int]) -> RowMatch:
    key = chosen.get(match.line)
    if key is None or (key and key not in keys):
        return match
    candidates = match.candidates if match.activity is None else (match.activity,)
    if not key:
        return RowMatch(match.line, Certainty.NONE, None, candidates)
    return RowMatch(match.line, Certainty.CHOSEN, keys[key], candidates)


def _without_twice(matches: Sequence[RowMatch]) -> tuple[RowMatch, ...]:
    """Open the matches of an activity that has several rows: a person says which one counts."""
    lines: dict[int, int] = defaultdict(int)
    for match in matches:
        if match.activity is not None:
            lines[match.activity] += 1
    return tuple(
        RowMatch(match.line, Certainty.TWICE, None, (match.activity, *match.candidates))
        if match.activity is not None and lines[match.activity] > 1
        else match
        for match in matches
    )
