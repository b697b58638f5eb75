"""The letters of one cell: `RA`, `AR`, `A / R`, `C, I`, `**RA**`, `I*`, `RA(1)`.

A word of the vocabulary ("Responsible") is its letter, and is told as a mark.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matrix.readers.inline import normalised, plain
from matrix.readers.vocabulary import BETWEEN_WORDS, LETTER_WORDS, LETTERS

# Nobody prints more in a cell of letters; a sentence is told from them by its first 40.
MAX_CELL: Final = 40

_TOKEN: Final = re.compile(
    r"(?P<word>[A-Za-z\u00c0-\u024f]+)"
    # Characters without width are left behind by copying; nobody sees them.
    r"|(?P<between>[\s,/+&;.·|\\\u00ad\u200b-\u200f\u2060\ufeff]+)"
    r"|(?P<dash>[-–—]+)"
    r"|(?P<mark>\*+|\([0-9]{1,2}\)|\([a-z*]\)|\[\^?\w{1,3}\]|[¹²³⁰⁴-⁹†‡§#]+|[0-9]{1,2})"
    r"|(?P<unknown>.)",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class CellLetters:
    """`letters` in the order RACIS; `marks` are what was printed with them.

    `is_readable` is False when the cell holds anything else: then `letters` is empty.
    """

    letters: str
    marks: tuple[str, ...]
    is_readable: bool


@lru_cache(maxsize=2048)
def read_letters(verbatim: str) -> CellLetters:
    """Read a cell as printed. A lone dash is an empty cell, marked with the dash."""
    if len(verbatim) > MAX_CELL:
        return CellLetters("", (), is_readable=False)
    text = plain(verbatim).strip()
    tokens = [token for match in _TOKEN.finditer(text) for token in _tokens(match)]
    kinds = {kind for kind, _ in tokens}
    printed = [token for kind, token in tokens if kind in {"letter", "spelled"}]
    if not _is_role_cell(kinds, text):
        return CellLetters("", (), is_readable=False)
    marks = tuple(token for kind, token in tokens if kind == "mark")
    if len(set(printed)) < len(printed) or "spelled" in kinds:
        marks = (*marks, text)
    if not printed and text:
        marks = (text,)
    letters = "".join(letter for letter in LETTERS if letter in printed)
    return CellLetters(letters, marks, is_readable=True)


def _tokens(match: re.Match[str]) -> list[tuple[str | None, str]]:
    if match.lastgroup != "word":
        return [(match.lastgroup, match[0])]
    if not match[0].strip(LETTERS):
        return [("letter", letter) for letter in match[0]]
    word = normalised(match[0])
    if word in LETTER_WORDS:
        return [("spelled", LETTER_WORDS[word])]
    return [("between" if word in BETWEEN_WORDS else "unknown", match[0])]


def _is_role_cell(kinds: set[str | None], text: str) -> bool:
    if not text or kinds == {"dash"}:
        return True
    return not kinds.isdisjoint({"letter", "spelled"}) and "unknown" not in kinds
