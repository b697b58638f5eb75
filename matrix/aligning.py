"""Which row of a page is which row of the same page in another language. Pure Python.

Texts say nothing here, so place and letters do (PRODUCT.md, "Screens"): rows are paired by section
and position, for certain where a section has as many rows with the same letters on both sides.
Everywhere else the pairs are a proposal that a person confirms.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """A row: the caller's key, and the letters of each party in the order of the columns."""

    key: int
    letters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlignedSection:
    """A section: the caller's key, its printed number and depth, and its own rows in order."""

    key: int
    number: str
    depth: int
    rows: tuple[AlignedRow, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """A row and its counterpart, None for none. `is_sure` needs nobody's confirmation."""

    own: int
    other: int | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class SectionPair:
    """A section with its counterpart, and the rows of both."""

    own: AlignedSection
    other: AlignedSection | None
    pairs: tuple[Pair, ...]

    @property
    def is_sure(self) -> bool:
        """Tell whether every row of the section is paired for certain."""
        return all(pair.is_sure for pair in self.pairs)


def align(
    own: Sequence[AlignedSection], other: Sequence[AlignedSection]
) -> tuple[SectionPair, ...]:
    """Return every section of `own` in order, with its counterpart and the pairs of its rows."""
    places = _places([_token(section) for section in own], [_token(section) for section in other])
    return tuple(
        SectionPair(section, partner, tuple(_pairs(section, partner)))
        for place, section in enumerate(own)
        for partner in [_at(other, places.get(place))]
    )


def _token(section: AlignedSection) -> Hashable:
    return section.number or section.depth


def _at(sections: Sequence[AlignedSection], place: int | None) -> AlignedSection | None:
    return None if place is None else sections[place]


def _pairs(own: AlignedSection, other: AlignedSection | None) -> Iterator[Pair]:
    rows = other.rows if other else ()
    letters = [row.letters for row in own.rows]
    others = [row.letters for row in rows]
    is_sure = letters == others
    places = _places(letters, others)
    for place, row in enumerate(own.rows):
        partner = places.get(place)
        yield Pair(row.key, None if partner is None else rows[partner].key, is_sure)


def _places(own: Sequence[Hashable], other: Sequence[Hashable]) -> dict[int, int]:
    """Return the place in `other` for places in `own`: what agrees, and what lies between it."""
    found: dict[int, int] = {}
    matcher = SequenceMatcher(None, own, other, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag == "equal" or (tag == "replace" and end - start == other_end - other_start):
            found.update(zip(range(start, end), range(other_start, other_end), strict=True))
    return found
