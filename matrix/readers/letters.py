"""The letters of one cell: `RA`, `AR`, `A / R`, `C, I`, `**RA**`, `I*`, `RA(1)`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matrix.readers.inline import plain
from matrix.readers.vocabulary import LETTERS

# Nobody prints more in a cell of letters; a sentence is told from them by its first 40.
MAX_CELL: Final = 40

_TOKEN: Final = re.compile(
    rf"(?P<letter>[{LETTERS}])"
    r"|(?P<between>[\s,/+&;.·|]+)"
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
    tokens = [(match.lastgroup, match[0]) for match in _TOKEN.finditer(text)]
    kinds = {kind for kind, _ in tokens}
    printed = [token for kind, token in tokens if kind == "letter"]
    if not _is_role_cell(kinds, text):
        return CellLetters("", (), is_readable=False)
    marks = tuple(token for kind, token in tokens if kind == "mark")
    if len(set(printed)) < len(printed):
        marks = (*marks, text)
    if not printed and text:
        marks = (text,)
    letters = "".join(letter for letter in LETTERS if letter in printed)
    return CellLetters(letters, marks, is_readable=True)


def _is_role_cell(kinds: set[str | None], text: str) -> bool:
    if not text or kinds == {"dash"}:
        return True
    return "letter" in kinds and "unknown" not in kinds
