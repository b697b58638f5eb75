"""Titles that are not drawn with `#`: underlined, bold, or only numbered as in a copied page."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from matrix.readers.inline import escaped
from matrix.readers.lines import Heading, Line, Prose, Row, heading
from matrix.readers.tables import names_activities_and_client

MAX_TITLE: Final = 150

_UNDERLINE: Final = re.compile(r"(=+|-+)")
_BOLD: Final = re.compile(r"(\*\*|__)(?:(?!\1).)+\1[.:]?")
_NUMBERED: Final = re.compile(r"(?:\*\*|__)?[0-9]{1,3}(?:\.[0-9]{1,3}){0,5}[.)]?[*_]*\s+\S")
_LONE: Final = re.compile(r"([0-9]{1,2})\s+(\S.*)", re.DOTALL)
# Where the title of a copied page has no number, it is one when a table follows, and no sentence.
_SENTENCE_ENDS: Final = (".", ":", ";", ",", "!", "?")
_UNNUMBERED_LEVEL: Final = 6


def with_titles(lines: Sequence[Line], *, is_copy: bool) -> list[Line]:
    """Return the lines, with those that are titles in other ways made headings.

    - underlined by `===` or `---`;
    - bold as a whole, where a number or a table says that it is one;
    - "3.1.2. Access", where no `#` heading has a number, and a table or a deeper number follows;
    - on a copied page without any `#` (`is_copy`), the line above the names of the columns.
    """
    titled = list(_underlined(lines))
    is_numbered = any(isinstance(line, Heading) and line.number for line in titled)
    following = _following(titled)
    for place, line in enumerate(titled):
        if not isinstance(line, Prose) or not 0 < len(line.text.strip()) <= MAX_TITLE:
            continue
        after = following.get(place)
        if _is_title(line, after, is_numbered=is_numbered, is_copy=is_copy):
            titled[place] = _title(line, is_copy=is_copy) or line
    return _with_lone_numbers(titled)


def _underlined(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines; a paragraph of one line above a line drawn across is its title."""
    skipped = False
    for place, line in enumerate(lines):
        below = lines[place + 1] if place + 1 < len(lines) else None
        above = lines[place - 1] if place else None
        title = None
        if isinstance(line, Prose) and isinstance(below, Prose) and not skipped:
            alone = not isinstance(above, Prose) or not above.text.strip()
            drawn = _UNDERLINE.fullmatch(below.text.strip())
            if drawn and alone and 0 < len(line.text.strip()) <= MAX_TITLE and len(drawn[1]) > 1:
                level = 1 if drawn[1].startswith("=") else 2
                title = heading(line.line, level, line.text, line.text.strip())
        if skipped:
            yield Prose(line.line, "")
            skipped = False
            continue
        yield title or line
        skipped = title is not None


def _following(lines: Sequence[Line]) -> dict[int, Line]:
    """Return the next line that is not blank, by the place of each."""
    following: dict[int, Line] = {}
    after: Line | None = None
    for place in range(len(lines) - 1, -1, -1):
        if after is not None:
            following[place] = after
        line = lines[place]
        if not isinstance(line, Prose) or line.text.strip():
            after = line
    return following


def _is_title(line: Prose, after: Line | None, *, is_numbered: bool, is_copy: bool) -> bool:
    text = line.text.strip()
    has_table = isinstance(after, Row)
    if _BOLD.fullmatch(text):
        return has_table or (bool(_NUMBERED.match(text)) and not is_numbered)
    if _NUMBERED.match(text):
        # "2. See this table:" is an item of a list.
        is_item = text.endswith(":") or not (is_copy or "." in _number(text))
        return not is_numbered and ((has_table and not is_item) or _is_child(text, after))
    names = isinstance(after, Row) and names_activities_and_client(after)
    return is_copy and names and not text.endswith(_SENTENCE_ENDS)


def _is_child(text: str, after: Line | None) -> bool:
    """Say whether the line after a numbered one has a number below it ("1.", then "1.1.")."""
    number = _number(text)
    below = _number(after.text) if isinstance(after, Prose) else ""
    return bool(number) and below.startswith(f"{number}.")


def _number(text: str) -> str:
    found = heading(0, 1, text[:MAX_TITLE], "")
    return found.number if found else ""


def _title(line: Prose, *, is_copy: bool) -> Heading | None:
    text = line.text.strip()
    source = escaped(text) if is_copy and not _BOLD.fullmatch(text) else text
    found = heading(line.line, _UNNUMBERED_LEVEL, source, text)
    if found and found.number:
        return replace(found, level=min(_UNNUMBERED_LEVEL, found.number.count(".") + 1))
    return found


def _with_lone_numbers(lines: list[Line]) -> list[Line]:
    """Return the lines, where "1 Before" is number 1 when a "1.1" is on the page too."""
    numbers = {line.number.partition(".")[0] for line in lines if isinstance(line, Heading)}
    for place, line in enumerate(lines):
        if isinstance(line, Heading) and not line.number:
            lone = _LONE.fullmatch(line.title)
            if lone and lone[1] in numbers:
                lines[place] = replace(line, number=lone[1], title=lone[2])
    return lines
