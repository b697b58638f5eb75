"""What the font can show of a text, and where a word that is too long may be cut.

`fonts/widths.json` tells how wide each character of Inter is, in thousandths of its size: runs of
`[first code point, widths]`, of the wider of the two weights. A PDF that is to be read aloud may
hold no character without a shape (ISO 14289-1, 7.21.4.1), so the others are named instead.
"""

import json
import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
_POINTS_A_MM: Final = 72 / 25.4
# No character of the font is wider, in thousandths of its size.
_WIDE: Final = 3100
_BREAK: Final = "\u200b"
_BLANKS: Final = re.compile(r"[ \t\u2028\u2029\v\f]+")
_WORD: Final = re.compile(r"\S+")


@cache
def widths() -> dict[int, int]:
    """Return how wide each character is that the font has a shape for, by code point."""
    runs = json.loads((FONTS / "widths.json").read_text())
    return {first + place: width for first, run in runs for place, width in enumerate(run)}


def shown(text: str) -> str:
    """Return `text` in characters that the font has: "[U+4E2D]" for one that it has not.

    Line ends become line feeds, other blanks spaces; control characters are named as well, so
    that a text which turns its reading direction round is seen to.
    """
    composed = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    known = widths()
    spaced = _BLANKS.sub(" ", composed)
    if all(letter == "\n" or ord(letter) in known for letter in set(spaced)):
        return spaced
    return "".join(
        letter if ord(letter) in known or letter == "\n" else f"[U+{ord(letter):04X}]"
        for letter in spaced
    )


@lru_cache(maxsize=4096)
def fitted(text: str, width: float, size: float = 8) -> str:
    """Return `shown(text)` with invisible breaks in words wider than `width` mm at `size` pt."""
    room = width * _POINTS_A_MM / size * 1000
    kept = shown(text)
    if len(kept) * _WIDE <= room:
        return kept
    return _WORD.sub(lambda word: _cut(word[0], room), kept)


def width_of(text: str, size: float = 8) -> float:
    """Return how wide (mm) a text on one line is at `size` (pt), of what `shown` gave."""
    return sum(widths()[ord(letter)] for letter in text) * size / 1000 / _POINTS_A_MM


def _cut(word: str, room: float) -> str:
    known = widths()
    if sum(known[ord(letter)] for letter in word) <= room:
        return word
    pieces: list[str] = []
    filled = 0
    for letter in word:
        filled += known[ord(letter)]
        if filled > room and pieces:
            pieces.append(_BREAK)
            filled = known[ord(letter)]
        pieces.append(letter)
    return "".join(pieces)
