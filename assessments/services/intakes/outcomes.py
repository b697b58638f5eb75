"""What a service about intakes says, and how it says no."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


class IntakeMoved(Exception):
    """Somebody changed, applied or discarded it since it was read: read it again."""


class NotYours(Exception):
    """A draft is its maker's alone; what was applied is taken back by whoever applied it."""


class NothingToApply(Exception):
    """Nothing in it would change a row."""


class StillUndecided(Exception):
    """Some conflicts wait for a decision; `number` says how many."""

    def __init__(self, number: int) -> None:
        """Keep how many."""
        super().__init__(f"{number} conflicts are not decided")
        self.number = number


class UnknownChoice(Exception):
    """A decision is neither "theirs" nor "ours"."""


@dataclass(frozen=True, slots=True)
class Applied:
    """What came of applying: the batch of the answers, and the rows that changed, by key.

    `saved` maps to the new revision. `is_repeated` when it had been applied before and nothing
    was written again; then `saved` is empty and `number` is that of the first time.
    """

    batch: str
    number: int
    saved: Mapping[UUID, int]
    opinions_batch: str = ""
    is_repeated: bool = False


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What came of taking it back: rows by key.

    `stale` changed since and stay as they are; `refused` are no longer this member's to write;
    `missing` were put away or switched off.
    """

    batch: str
    saved: Mapping[UUID, int]
    stale: tuple[UUID, ...] = ()
    refused: tuple[UUID, ...] = ()
    missing: tuple[UUID, ...] = ()
