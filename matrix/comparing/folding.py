"""Rows with what is compared of them, worked out once for both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from matrix.comparing.rows import ComparedRow
from matrix.comparing.texts import printed_words, same_words

# "Format", "formats" and "formatting" are one root; the small words of a sentence are none.
_ROOT: Final = 5
_SHORTEST: Final = 4

Letters = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A row and its comparable parts. `order` is its place among the rows of its side.

    `text` and `section` are without typography, `words` as printed, `roots` the beginnings of
    the words that carry the meaning. `client` and `others` are letters in one order; `others`
    names the parties as both sides do, or by column where they do not, and leaves out the empty.
    """

    row: ComparedRow
    order: int
    text: str
    words: tuple[str, ...]
    roots: frozenset[str]
    section: tuple[str, ...]
    client: str
    others: Letters


def folded_sides(
    old: Sequence[ComparedRow], new: Sequence[ComparedRow]
) -> tuple[list[Folded], list[Folded]]:
    """Return both sides ready to be compared, each in its own order."""
    names = _party_names(old), _party_names(new)
    by_name = names[0] <= names[1] or names[1] <= names[0]
    before = [_folded(row, order, by_name=by_name) for order, row in enumerate(old)]
    after = [_folded(row, order, by_name=by_name) for order, row in enumerate(new)]
    return before, after


def _party_names(rows: Iterable[ComparedRow]) -> set[str]:
    return {same_words(party) for row in rows for party, _letters in row.others}


def _folded(row: ComparedRow, order: int, *, by_name: bool) -> Folded:
    text = same_words(row.text)
    others = [
        (same_words(party) if by_name else str(column), _in_order(letters))
        for column, (party, letters) in enumerate(row.others)
        if letters
    ]
    return Folded(
        row=row,
        order=order,
        text=text,
        words=tuple(printed_words(row.text)),
        roots=_roots(text),
        section=tuple(same_words(title) for title in row.section),
        client=_in_order(row.client),
        others=tuple(sorted(others)),
    )


def _in_order(letters: str) -> str:
    return "".join(sorted(set(letters)))


def _roots(text: str) -> frozenset[str]:
    words = text.split()
    telling = [word for word in words if len(word) >= _SHORTEST] or words
    return frozenset(word[:_ROOT] for word in telling)
