"""One column that names who is responsible: the words of the parties, and how they are told."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from matrix.readers.grids.plans import Answer, cell_at
from matrix.readers.grids.vocabulary import (
    BOTH,
    CLIENT,
    FILLER_WORDS,
    NOBODY,
    NOBODY_WORDS,
    OWNER_WORDS,
    PROVIDER,
    PROVIDER_WORDS,
    SHARED_WORDS,
    Letters,
)
from matrix.readers.inline import normalised

_BETWEEN: Final = re.compile(r"[,;/&+|\n]|\band\b|\bet\b|\bund\b", re.IGNORECASE)
# A name, not a sentence.
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class OwnerColumn:
    """A column of names: how its publisher calls the two parties, and their other words."""

    place: int
    client: str
    provider: str

    def answer(self, cells: Sequence[str]) -> Answer:
        """Return who is named in a row."""
        verbatim = cell_at(cells, self.place)
        return Answer(owner_letters(verbatim, self.provider), verbatim)


@lru_cache(maxsize=1024)
def owner_letters(verbatim: str, provider: str = "") -> Letters | None:
    """Return the letters for "Customer", "Shared", "Customer and Microsoft", "Not applicable".

    None for anything else; `provider` is the name of one that no vocabulary has.
    """
    if len(verbatim) > _LONGEST:
        return None
    known = _known(verbatim, provider)
    if known is not None:
        return known
    parts = [_known(part, provider) for part in _BETWEEN.split(verbatim)]
    told = [part for part in parts if part is not None]
    if len(told) < len(parts) or NOBODY in told:
        return None
    return (
        BOTH if CLIENT in told and PROVIDER in told else told[0] if len(set(told)) == 1 else BOTH
    )


def owner_column(place: int, values: Sequence[str]) -> OwnerColumn | None:
    """Return the column if most of its values name an owner, the client or both among them.

    A name that is printed again and again beside "Customer" and "Shared" is the provider's.
    """
    known = Counter(owner_letters(value) for value in values)
    if not known[CLIENT] + known[BOTH] and not known[PROVIDER]:
        return None
    provider = _first(values, PROVIDER)
    if not provider:
        strangers = Counter(
            value for value in values if owner_letters(value) is None and len(value) <= _LONGEST
        )
        name, often = (strangers.most_common(1) or [("", 0)])[0]
        provider = name if often > 1 else ""
    told = sum(owner_letters(value, provider) is not None for value in values)
    if told * 2 <= len(values):
        return None
    return OwnerColumn(place, _first(values, CLIENT) or "Customer", provider or "Provider")


def _first(values: Sequence[str], letters: Letters) -> str:
    """Return the name as it is printed most often, without the words around it."""
    names = Counter(
        bare(value)
        for value in values
        if owner_letters(value) == letters and not _BETWEEN.search(value)
    )
    return names.most_common(1)[0][0] if names else ""


def letters_of_name(name: str) -> Letters | None:
    """Return what a mark in a column of this name means, None when it names no party."""
    words = normalised(name).split()
    phrase = f" {' '.join(words)} "
    if not SHARED_WORDS.isdisjoint(words):
        return BOTH
    is_client = not OWNER_WORDS.isdisjoint(words)
    is_provider = any(f" {known} " in phrase for known in PROVIDER_WORDS)
    if is_client or is_provider:
        return BOTH if is_client and is_provider else CLIENT if is_client else PROVIDER
    return NOBODY if any(f" {known} " in phrase for known in NOBODY_WORDS) else None


def bare(value: str) -> str:
    """Return the name of a party without the words around it ("Customer responsibility")."""
    kept = [word for word in value.split() if normalised(word) not in FILLER_WORDS]
    return " ".join(kept) or value


def _known(text: str, provider: str) -> Letters | None:
    name = normalised(bare(text))
    for words, letters in (
        (OWNER_WORDS, CLIENT),
        (SHARED_WORDS, BOTH),
        (NOBODY_WORDS, NOBODY),
        (PROVIDER_WORDS, PROVIDER),
    ):
        if name in words:
            return letters
    return PROVIDER if name and name == normalised(provider) else None
