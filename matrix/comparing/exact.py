"""Activities with the same words on both sides, however often a page repeats itself."""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from matrix.comparing.folding import Folded

Key: TypeAlias = Callable[[Folded], Hashable]
Section: TypeAlias = tuple[str, ...]
Pairs: TypeAlias = list[tuple[Folded, Folded]]

# From what tells most to what tells least; the text itself is part of each.
_WITHIN: tuple[Key, ...] = (
    lambda row: (row.section, row.row.number, row.client, row.others),
    lambda row: (row.section, row.row.number, row.client),
    lambda row: (row.section, row.client),
    lambda row: row.section,
)
_ANYWHERE: tuple[Key, ...] = (
    lambda row: (row.client, row.others),
    lambda row: row.client,
    lambda row: None,
)


def exact_pairs(old: Iterable[Folded], new: Iterable[Folded]) -> Pairs:
    """Return the rows of equal text one to one.

    Within the section first, then in the section that took its place under another title, then
    anywhere. Rows that say the same in one place are told apart by their letters, then by
    their order.
    """
    pool = _Pool(list(old), list(new), [])
    for key in _WITHIN:
        pool.pair(key, key)
    successors = _successors(pool)

    def succeeding(row: Folded) -> Section:
        return successors.get(row.section, row.section)

    pool.pair(lambda row: (succeeding(row), row.client), lambda row: (row.section, row.client))
    pool.pair(succeeding, lambda row: row.section)
    for key in _ANYWHERE:
        pool.pair(key, key)
    return pool.paired


@dataclass(slots=True)
class _Pool:
    """The rows of both sides that have no counterpart yet, and those that have."""

    old: list[Folded]
    new: list[Folded]
    paired: Pairs

    def pair(self, old_key: Key, new_key: Key) -> None:
        """Pair the rows of equal text and key, in the order of both pages."""
        waiting: dict[Hashable, deque[Folded]] = defaultdict(deque)
        for row in self.old:
            waiting[row.text, old_key(row)].append(row)
        left: list[Folded] = []
        for row in self.new:
            candidates = waiting[row.text, new_key(row)]
            if candidates:
                self.paired.append((candidates.popleft(), row))
            else:
                left.append(row)
        self.new = left
        self.old = sorted(
            (row for rows in waiting.values() for row in rows), key=lambda row: row.order
        )


def _successors(pool: _Pool) -> dict[Section, Section]:
    """Return for a section the one most of its rows went to, told by texts printed once."""
    olds, news = Counter(row.text for row in pool.old), Counter(row.text for row in pool.new)
    places = {row.text: row.section for row in pool.new if news[row.text] == 1}
    moves: dict[Section, Counter[Section]] = defaultdict(Counter)
    for row in pool.old:
        if olds[row.text] == 1 and row.text in places:
            moves[row.section][places[row.text]] += 1
    return {section: went.most_common(1)[0][0] for section, went in moves.items()}
