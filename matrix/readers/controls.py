"""Control identifiers, as suggested for a page and as a person types them. Pure Python."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

MOST: Final = 20
_SPLIT: Final = re.compile(r"[\s,;|]+")
_IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.()\-/]{0,31}")
_PIECE: Final = re.compile(r"\d+|\D+")


class IdentifierOdd(Exception):
    """What was typed is no list of identifiers; the text says which word is none."""


@dataclass(frozen=True, slots=True)
class SuggestedControls:
    """What is suggested for one row: identifiers by framework, the reason by language."""

    identifiers: Mapping[str, tuple[str, ...]]
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ControlFile:
    """The suggestions for the page with a hash, by line of the page."""

    of_sha256: str
    rows: Mapping[int, SuggestedControls]


def read_control_file(content: bytes) -> ControlFile:
    """Return what a `*.controls.json` of ours holds."""
    found = json.loads(content)
    return ControlFile(
        of_sha256=found["of_sha256"],
        rows={
            row["line"]: SuggestedControls(
                {name: sorted_identifiers(ids) for name, ids in row["controls"].items()},
                row["reason"],
            )
            for row in found["rows"]
        },
    )


def read_identifiers(text: str) -> tuple[str, ...]:
    """Return the identifiers in a text, each once, in order: "A.5.23, A.8.6". None for "".

    Raises `IdentifierOdd` for a word that cannot be one, and for more than `MOST`.
    """
    found = sorted_identifiers(filter(None, _SPLIT.split(text)))
    for each in found:
        if not _IDENTIFIER.fullmatch(each):
            raise IdentifierOdd(each[:40])
    if len(found) > MOST:
        raise IdentifierOdd(found[MOST])
    return found


def sorted_identifiers(identifiers: Iterable[str]) -> tuple[str, ...]:
    """Return identifiers each once, A.5.9 before A.5.23."""
    return tuple(sorted(set(identifiers), key=place_of))


def place_of(identifier: str) -> tuple[tuple[int, int, str], ...]:
    """Return what identifiers are ordered by: numbers as numbers, before words."""
    pieces = _PIECE.findall(identifier)
    return tuple((0, int(each), "") if each.isdecimal() else (1, 0, each) for each in pieces)
