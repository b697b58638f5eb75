"""Two editions against each other, and the bucket of each activity."""

from collections.abc import Collection, Sequence
from typing import Final

from matrix.comparing.exact import exact_pairs
from matrix.comparing.folding import Folded, folded_sides
from matrix.comparing.results import Bucket, Comparison, Match
from matrix.comparing.rows import ComparedRow
from matrix.comparing.similar import Pair, best_pairs
from matrix.comparing.texts import is_typo, spelling

# What a slip of the pen leaves of a text (CONTRACTS.md, "Between editions").
TYPO_SCORE: Final = 0.97


def compare(old: Sequence[ComparedRow], new: Sequence[ComparedRow]) -> Comparison:
    """Return what became of each activity; each is in the result once.

    The rules are those of MATRICES.md, "From one edition to the next", and CONTRACTS.md,
    "Between editions". The same rows in the same order give the same result.
    """
    before, after = folded_sides(old, new)
    same = exact_pairs(before, after)
    matches = {
        right: Match(_bucket_of_same(left, right), left.row, right.row, 1.0)
        for left, right in same
    }
    used = {left for left, _right in same}
    free = [row for row in before if row not in used]
    still_used = {spelling(word) for row in after for word in row.words}
    for pair in best_pairs(free, [row for row in after if row not in matches]):
        bucket = _bucket_of_similar(pair, still_used)
        matches[pair.new] = Match(bucket, pair.old.row, pair.new.row, pair.score)
        used.add(pair.old)
    arrived = [matches.get(row) or Match(Bucket.ADDED, None, row.row, 0.0) for row in after]
    gone = [Match(Bucket.REMOVED, row.row, None, 0.0) for row in before if row not in used]
    return Comparison((*arrived, *gone))


def _bucket_of_same(old: Folded, new: Folded) -> Bucket:
    """Return the bucket of rows with the same words, the gravest that fits."""
    # Where no letter at all was printed, nobody knows who held what.
    if old.client != new.client or old.row.is_held != new.row.is_held:
        return Bucket.ROLE_CHANGED
    if old.others != new.others:
        return Bucket.PROVIDER_ROLE_CHANGED
    return Bucket.UNCHANGED if old.section == new.section else Bucket.MOVED


def _bucket_of_similar(pair: Pair, still_used: Collection[str]) -> Bucket:
    """Return `REWORDED` for a slip of the pen in a row that is otherwise the same."""
    old, new = pair.old, pair.new
    is_same = (old.section, old.client, old.others) == (new.section, new.client, new.others)
    is_slip = pair.score >= TYPO_SCORE and is_typo(old.words, new.words, still_used)
    return Bucket.REWORDED if is_same and is_slip else Bucket.PROPOSED
