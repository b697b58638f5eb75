"""What changed between two wordings, word by word and never inside a word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from matrix.comparing.texts import same_words

Op = Literal["equal", "delete", "insert", "replace"]

_WORD: Final = re.compile(r"\s*\S+|\s+$")
# Longer texts are shown whole, one for the other: finding the words takes their product.
MAX_WORDS: Final = 2_000


@dataclass(frozen=True, slots=True)
class WordChange:
    """A run of words. `old` is "" for an insertion, `new` for a deletion.

    The blanks around words go with them: all `old` together are the old text as it was, all
    `new` the new one. In an "equal" run the words are the same, their typography may differ.
    """

    op: Op
    old: str
    new: str


def word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """Return how the old text becomes the new one, in order; () for two empty texts."""
    before, after = _words(old), _words(new)
    if max(len(before), len(after)) > MAX_WORDS:
        op: Op = "equal" if same_words(old) == same_words(new) else "replace"
        return (WordChange(op, old, new),)
    matcher = SequenceMatcher(None, _keys(before), _keys(after), autojunk=False)
    return tuple(
        WordChange(op, "".join(before[left:end]), "".join(after[right:stop]))
        for op, left, end, right, stop in matcher.get_opcodes()
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _keys(words: Sequence[str]) -> list[str]:
    return [same_words(word) for word in words]
