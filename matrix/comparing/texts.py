"""The words of an activity, for comparing: what is spelling and what is another word."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from itertools import groupby
from typing import Final

from rapidfuzz.distance import OSA

from matrix.comparing.lookalikes import ACRONYMS, are_lookalikes

# Shorter words are other words when one letter differs: site/suite, mois/moins, no/nor.
MIN_SPELLED: Final = 6
MIN_DOUBLED: Final = 5
MIN_CONFUSED: Final = 7
MIN_PLURAL: Final = 4
_CONFUSED: Final = tuple(map(set, ("ae", "iy", "sz", "cs")))

_LINK: Final = re.compile(r"\[([^\[\]]*)\]\([a-z]+:[^()\s]*\)", re.IGNORECASE)
_LIGATURES: Final = str.maketrans({"œ": "oe", "æ": "ae"})
# "7 %" is not "7", and "< 3" not "> 3": these signs are words of their own.
_SIGNS: Final = frozenset("%#")
_NOT_SIGNS: Final = frozenset("|~")
_OVERLAY: Final = "\u0338"  # what makes ≠ of =


class _Separating(dict[int, str]):
    """Characters to what stands for them when a text is cut into words; filled as met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if kind[0] in "LMN":
            kept = char
        elif char not in _NOT_SIGNS and (char in _SIGNS or kind in {"Sm", "Sc"}):
            kept = f" {char} "
        else:
            kept = "" if kind == "Cf" else " "
        self[code] = kept
        return kept


_SEPARATING: Final = _Separating()


def printed_words(text: str) -> list[str]:
    """Return the words and signs of a text as printed; links count by their words."""
    composed = unicodedata.normalize("NFC", _LINK.sub(r"\1", text))
    return composed.translate(_SEPARATING).split()


def spelling(word: str) -> str:
    """Return a word without case, accents and ligatures."""
    loose = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    # Only accents of the Latin kind go: other scripts tell words apart by their marks.
    bare = [char for char in loose if not "\u0300" <= char <= "\u036f" or char == _OVERLAY]
    return unicodedata.normalize("NFC", "".join(bare))


def same_words(text: str) -> str:
    """Return what two texts share when they are equal but for typography.

    Case, accents, quotes, ligatures, punctuation, blanks and the targets of links do not
    count. A text without any word stands for itself.
    """
    return " ".join(spelling(word) for word in printed_words(text)) or text.strip()


def is_typo(old: Sequence[str], new: Sequence[str], still_used: Collection[str]) -> bool:
    """Tell whether two lists of printed words differ by spelling alone, word by word.

    `still_used` are the spellings of the new edition: a word it goes on using was no slip of
    the pen, so another in its place is another word.
    """
    return len(old) == len(new) and all(
        _is_respelt(one, other, still_used) for one, other in zip(old, new, strict=True)
    )


def _is_respelt(old: str, new: str, still_used: Collection[str]) -> bool:
    one, other = spelling(old), spelling(new)
    if one == other:
        return True
    if not (_is_plain_word(old) and _is_plain_word(new)):
        return False
    if one not in still_used and _is_slip(one, other):
        return not are_lookalikes(one, other)
    return _is_plural(one, other)


def _is_plain_word(word: str) -> bool:
    """Tell a word from a number, an acronym and a name: "HTTPS" is no plural of "HTTP"."""
    return word.isalpha() and word[1:] == word[1:].lower()


def _is_plural(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    is_word = len(shorter) >= MIN_PLURAL and shorter not in ACRONYMS
    return is_word and longer in {f"{shorter}s", f"{shorter}x"}


def _is_slip(one: str, other: str) -> bool:
    """Tell a letter missing, doubled or swapped inside the word, or two often taken for another.

    Beginnings and ends carry meaning (import and export, manager and managed, on and off), and
    a letter in place of any other mostly makes another word (change and charge).
    """
    has_same_ends = one[0] == other[0] and one[-1] == other[-1]
    if not has_same_ends or OSA.distance(one, other, score_cutoff=1) != 1:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < len(longer):
        return len(shorter) >= (MIN_DOUBLED if _is_doubled(shorter, longer) else MIN_SPELLED)
    differing = [{a, b} for a, b in zip(one, other, strict=True) if a != b]
    if len(differing) > 1:
        return len(one) >= MIN_SPELLED
    return len(one) >= MIN_CONFUSED and differing[0] in _CONFUSED


def _is_doubled(shorter: str, longer: str) -> bool:
    """Tell whether the letter that `longer` has more stands beside itself ("addresss")."""
    return [letter for letter, _run in groupby(longer)] == [
        letter for letter, _run in groupby(shorter)
    ]
