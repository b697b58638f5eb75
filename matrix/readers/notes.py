"""The text around the tables: which section it belongs to, and the footnotes in it."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from matrix.readers.inline import folded, plain
from matrix.readers.lines import Heading, Line, Prose, Row
from matrix.readers.sections import Place

# Text beyond is kept with its marks: cleaning takes time, and no page has a tenth of it.
MAX_CLEANED: Final = 1_000_000

_OPENS_LINE: Final = re.compile(r"[-*+][ \t]|[0-9]{1,3}[.)][ \t]|>")
_FOOTNOTE: Final = re.compile(r"\([0-9]{1,2}\)|\*(?=\S)|\[\^?\w{1,3}\]|[¹²³†‡]")
_POINTER: Final = re.compile(r"\([0-9]{1,2}\)|\[\^?\w{1,3}\]|[¹²³†‡]|\*$")


@dataclass(slots=True)
class Notes:
    """Plain text by section index, None for the text of the page itself."""

    paragraphs: dict[int | None, list[str]] = field(default_factory=dict)

    def text(self, section: int | None) -> str:
        """Return the note of a section: one line per paragraph or list item."""
        return "\n".join(self.paragraphs.get(section, []))

    def footnotes(self, section: int) -> dict[str, str]:
        """Return the paragraphs of a section that begin with a mark, by that mark."""
        found: dict[str, str] = {}
        for paragraph in self.paragraphs.get(section, []):
            if match := _FOOTNOTE.match(paragraph):
                found.setdefault(match[0], paragraph)
        return found


def pointers(text: str, marks: Iterable[str]) -> list[str]:
    """Return the footnote marks of a row, from its text and its cells, each once."""
    return list(dict.fromkeys([*_POINTER.findall(text), *marks]))


def collect_notes(lines: Iterable[Line], places: Sequence[Place]) -> Notes:
    """Share out all text that is neither heading of a section nor table.

    A heading that is no section goes with its text to the section it stands below in rank,
    else to the page ("Go further" after the last section).
    """
    notes = Notes()
    starts = [place.heading.line for place in places]
    levels = [place.heading.level for place in places]
    # A section without heading starts with the first row of its table.
    untitled = next((place.heading.line for place in places if not place.heading.level), None)
    target: int | None = None
    budget = MAX_CLEANED
    for line, text in _paragraphs(lines):
        index = bisect_right(starts, line.line) - 1
        if isinstance(line, Heading):
            is_section = index >= 0 and starts[index] == line.line
            is_below = index >= 0 and (is_section or levels[index] < line.level)
            target = index if is_below else None
            if is_section:
                continue
        elif isinstance(line, Row) and line.line == untitled:
            target = index
        if text:
            cleaned = plain(text) if budget > 0 else folded(text)
            budget -= len(text)
            notes.paragraphs.setdefault(target, []).append(cleaned)
    return notes


def _paragraphs(lines: Iterable[Line]) -> Iterator[tuple[Line, str]]:
    """Yield each paragraph with its first line, headings with theirs, rows with no text."""
    texts: list[str] = []
    first: Line | None = None
    for line in lines:
        text = _prose(line.text) if isinstance(line, Prose) else ""
        if first and text and not _OPENS_LINE.match(text):
            texts.append(text)
            continue
        if first:
            yield first, "\n".join(texts)
        first, texts = (line, [text]) if text else (None, [])
        if isinstance(line, Heading):
            yield line, f"{line.number} {line.title}".strip()
        elif isinstance(line, Row):
            yield line, ""
    if first:
        yield first, "\n".join(texts)


def _prose(text: str) -> str:
    """Return a line with one quotation mark at most; a line drawn across is nothing."""
    stripped = text.strip()
    unquoted = stripped.lstrip("> \t")
    if not unquoted.strip("-*_= \t"):
        return ""
    return f"> {unquoted}" if stripped.startswith(">") else stripped
