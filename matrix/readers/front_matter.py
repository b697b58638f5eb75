"""The front matter of a page, as the pages have it and not as YAML would want it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matrix.readers.inline import normalised
from matrix.readers.reading import ReadFinding, finding
from matrix.readers.vocabulary import DATE_KEYS, TITLE_KEYS

MAX_LINES: Final = 200

_ENTRY: Final = re.compile(r"([^:=]{1,60})(?::(?:\s+(.*))?|\s+=\s+(.*))", re.DOTALL)
_PLAIN_KEY: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_FENCES: Final = ("---", "+++")
_BLOCK_VALUES: Final = frozenset({">", ">-", "|", "|-"})
_QUOTES: Final = (('"', '"'), ("'", "'"))
_ODD_QUOTES: Final = (("«", "»"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Entry:
    """One `key: value`, nested ones too; `key` is normalised, `value` without its quotes."""

    key: str
    value: str
    line: int


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The entries; `length` is the number of lines it takes, 0 when the page has none."""

    entries: tuple[Entry, ...] = ()
    length: int = 0
    findings: tuple[ReadFinding, ...] = ()

    def first(self, keys: Sequence[str]) -> Entry | None:
        """Return the entry of the first of these keys that has a value, None if none has."""
        for key in keys:
            for entry in self.entries:
                if entry.key == key and entry.value:
                    return entry
        return None


def read_front_matter(lines: Sequence[str]) -> FrontMatter:
    """Read the lines between two `---`, or two `+++`, at the top.

    What is odd is a finding, never an error: blank lines above it, no opening line, keys and
    values out of the usual form.
    """
    first = next((place for place, text in enumerate(lines) if text.strip()), None)
    if first is None:
        return FrontMatter()
    fence = lines[first].rstrip()
    if fence not in _FENCES:
        return _unopened(lines, first)
    end = _end(lines, first + 1, fence)
    if end is None:
        message = "The front matter opened on this line is never closed."
        return FrontMatter(findings=(finding("front-matter-odd", first + 1, message),))
    entries, findings = _entries(lines, first + 2, end)
    if first:
        message = "The front matter does not begin on the first line."
        findings.insert(0, finding("front-matter-odd", first + 1, message))
    return FrontMatter(tuple(entries), end, tuple(findings))


def _unopened(lines: Sequence[str], first: int) -> FrontMatter:
    """Read front matter that lost its opening line: keys and values, then a line `---`."""
    end = _end(lines, first, "---")
    if end is None or end - first < 3:
        return FrontMatter()
    entries, findings = _entries(lines, first + 1, end)
    known = {entry.key for entry in entries}.intersection((*TITLE_KEYS, *DATE_KEYS))
    if findings or not known or not lines[end - 2].strip():
        return FrontMatter()
    message = "The front matter has no opening line."
    odd = finding("front-matter-odd", first + 1, message)
    return FrontMatter(tuple(entries), end, (odd,))


def _entries(lines: Sequence[str], first: int, end: int) -> tuple[list[Entry], list[ReadFinding]]:
    entries: list[Entry] = []
    findings: list[ReadFinding] = []
    for number in range(first, end):
        text = lines[number - 1].strip()
        if not text or text.startswith(("#", "- ", "[")):
            continue
        is_indented = lines[number - 1][0] in " \t"
        if entries and entries[-1].value in _BLOCK_VALUES and is_indented:
            entries[-1] = Entry(entries[-1].key, text, entries[-1].line)
            continue
        match = _ENTRY.fullmatch(text)
        if match:
            entries.append(
                Entry(normalised(match[1]), _unquoted(match[2] or match[3] or ""), number)
            )
        elif entries and is_indented:
            # The rest of a value that goes on below its key.
            continue
        if oddity := _oddity(match):
            findings.append(finding("front-matter-odd", number, oddity, values=(text,)))
    return entries, findings


def _end(lines: Sequence[str], start: int, fence: str) -> int | None:
    for number, text in enumerate(lines[start : start + MAX_LINES], start=start + 1):
        if text.startswith("|"):
            return None
        if text.rstrip() == fence:
            return number
    return None


def _oddity(match: re.Match[str] | None) -> str:
    if match is None:
        return "This line of the front matter is not a key and a value."
    if not _PLAIN_KEY.fullmatch(match[1].strip()):
        return f"The front matter has the unusual key “{match[1].strip()}”."
    if _within(match[2] or match[3] or "", _ODD_QUOTES):
        return "This value of the front matter is in typographic quotes."
    return ""


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1].strip() if _within(value, (*_QUOTES, *_ODD_QUOTES)) else value


def _within(value: str, quotes: Sequence[tuple[str, str]]) -> bool:
    value = value.strip()
    return len(value) > 1 and any(
        value[0] == first and value[-1] == last for first, last in quotes
    )
