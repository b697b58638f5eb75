"""Whom a tracker means by an owner: colleagues go by a first name, by initials, by half."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from assessments.readers.trackers.values import is_blank
from matrix.readers.inline import normalised

MAX_NAMES: Final = 40


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can have a duty, or a team: `value` is what names nobody else.

    `names` are what they are called in full: the name, the e-mail address.
    """

    value: str
    label: str
    names: tuple[str, ...]
    initials: str


@dataclass(frozen=True, slots=True)
class OwnerName:
    """An owner as the file has it; `guess` is the value of a person, "" where nobody can tell."""

    key: str
    text: str
    count: int
    guess: str


def owner_key(text: str) -> str:
    """Return what two spellings of one owner have in common."""
    return normalised(text) or text


def names_of(texts: Iterable[str], people: Sequence[Person]) -> tuple[OwnerName, ...]:
    """Return the different owners of a column, the most frequent first."""
    counts: Counter[str] = Counter()
    shown: dict[str, str] = {}
    for text in texts:
        if not is_blank(text):
            counts[owner_key(text)] += 1
            shown.setdefault(owner_key(text), text)
    return tuple(
        OwnerName(key, shown[key], count, person_of(shown[key], people))
        for key, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )


def person_of(text: str, people: Sequence[Person]) -> str:
    """Return the value of the one person a text means, "" for none or for several.

    The whole name, the address and what stands before its @ come first; then parts of a name
    ("Marie", "M. Dupont", "Dupont Marie") and initials.
    """
    words = normalised(text).split()
    if not words:
        return ""
    whole = [each.value for each in people if words in _wholes(each)]
    found = whole or [each.value for each in people if _is_part(words, each)]
    return found[0] if len(found) == 1 else ""


def _wholes(person: Person) -> list[list[str]]:
    names = (*person.names, *(name.partition("@")[0] for name in person.names))
    return [normalised(name).split() for name in names]


def _is_part(words: Sequence[str], person: Person) -> bool:
    if "".join(words) == normalised(person.initials):
        return True
    left = normalised(person.names[0]).split()
    for word in words:
        meant = next((part for part in left if word in {part, part[:1]}), None)
        if meant is None:
            return False
        left.remove(meant)
    return any(len(word) > 1 for word in words)
