"""What a comparison says: each activity of either side once, in one bucket."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from matrix.comparing.rows import ComparedRow


class Bucket(StrEnum):
    """What happened to an activity between two editions."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    REWORDED = "reworded"
    PROPOSED = "proposed"
    ROLE_CHANGED = "role_changed"
    PROVIDER_ROLE_CHANGED = "provider_role_changed"
    ADDED = "added"
    REMOVED = "removed"


# Buckets whose answers need no decision (CONTRACTS.md, "Between editions").
CARRIED: Final = frozenset(
    {Bucket.UNCHANGED, Bucket.MOVED, Bucket.REWORDED, Bucket.PROVIDER_ROLE_CHANGED}
)


@dataclass(frozen=True, slots=True)
class Match:
    """One activity: `old` is None when it was added, `new` when it was removed.

    `score` says how alike the two wordings are, from 0 to 1; without a counterpart it is 0.
    """

    bucket: Bucket
    old: ComparedRow | None
    new: ComparedRow | None
    score: float

    @property
    def becomes_yours(self) -> bool:
        """Tell whether the client held neither R nor A on it before, and now does.

        An added duty was nobody's before: it is new, and does not become anybody's.
        """
        return bool(self.old and self.new) and not self._was_duty and self._is_duty

    @property
    def no_longer_yours(self) -> bool:
        """Tell whether the client held R or A on it, and neither where it still stands."""
        return bool(self.old and self.new) and self._was_duty and not self._is_duty

    @property
    def is_carried(self) -> bool:
        """Tell whether its answer goes over without asking; `reworded` is then to recheck."""
        return self.bucket in CARRIED

    @property
    def _was_duty(self) -> bool:
        return bool(self.old and self.old.is_duty)

    @property
    def _is_duty(self) -> bool:
        return bool(self.new and self.new.is_duty)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All matches: in the order of the new edition, then what was removed in that of the old."""

    matches: tuple[Match, ...]

    def of(self, bucket: Bucket) -> tuple[Match, ...]:
        """Return the matches of one bucket, in the same order."""
        return tuple(match for match in self.matches if match.bucket is bucket)
