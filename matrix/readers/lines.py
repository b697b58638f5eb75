"""What each line of a Markdown page is: heading, table row, divider, prose or blank.

Tables are read by line, because published ones are broken in ways that a Markdown parser
repairs or drops in silence: no closing pipe, missing cells, blank lines inside.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matrix.readers.inline import escaped, plain
from matrix.readers.letters import read_letters
from matrix.readers.refusals import MatrixRefused

MAX_COLUMNS: Final = 100
MAX_CELLS: Final = 100_000
MAX_LENGTH: Final = 20_000
# Of all cells together, so that a page of long rows is refused before it is cleaned.
MAX_CHARACTERS: Final = 1_000_000

_PIPE: Final = re.compile(r"(?<!\\)\|")
_HEADING: Final = re.compile(r"(#{1,6})([ \t\u00a0]+|(?=[*_]{0,3}[0-9]))")
_CLOSING: Final = re.compile(r"(?:^|[ \t])#+$")
_ANCHOR: Final = re.compile(r"[ \t]*\{#[^{}]*\}$")
# "3.1.2" or "3.1.2." or "1)" or "1 -" or "1.2.Title"; a lone "1" is part of the title.
_NUMBER: Final = re.compile(
    r"(?P<number>[0-9]{1,3}(?:\.[0-9]{1,3}){0,5})"
    r"(?P<end>\s*[-–—:](?=\s)|[.)](?=[^\W\d_]|\s|$)|(?=\s|$))\s*(?P<title>.*)",
    re.DOTALL,
)
_FENCES: Final = ("```", "~~~")
_DASHES: Final = "-–—"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title: `level` counts the marks of a `#` line, `number` is "" when none is printed."""

    line: int
    level: int
    number: str
    title: str
    verbatim: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table, its cells as printed but for the blanks around them."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Divider:
    """The line of dashes below the names of the columns."""

    line: int


@dataclass(frozen=True, slots=True)
class Prose:
    """Any other line; `text` is as printed, "" for a blank line."""

    line: int
    text: str


Line = Heading | Row | Divider | Prose


@dataclass(slots=True)
class Size:
    """What the rows of a page amount to, refused as soon as it is more than any page has."""

    cells: int = 0
    characters: int = 0

    def add(self, line: Line) -> None:
        """Count a line in. Raises MatrixRefused `too-large`."""
        if isinstance(line, Row):
            self.cells += len(line.cells)
            self.characters += sum(map(len, line.cells))
        if self.cells > MAX_CELLS or self.characters > MAX_CHARACTERS:
            message = f"The tables have more than {MAX_CELLS:,} cells, or are as long."
            raise MatrixRefused("too-large", f"line {line.line}", message)


def scan(lines: Sequence[str], first: int = 1) -> list[Line]:
    """Return the lines from number `first` on, each as what it is.

    Tables inside fenced code and HTML comments are prose. Where no row has pipes, tabs part
    the cells, as in what a browser copies. Raises MatrixRefused `damaged` or `too-large` for
    rows that no table has.
    """
    hidden = _hidden_lines(lines)
    has_tabs = are_parted_by_tabs(lines)
    scanned: list[Line] = []
    size = Size()
    for number, text in enumerate(lines[first - 1 :], start=first):
        following = lines[number] if number < len(lines) else ""
        line: Line
        if number in hidden:
            line = Prose(number, text)
        elif has_tabs and _is_tabbed(text, scanned[-1] if scanned else None):
            line = Row(number, _tabbed_cells(number, text))
        else:
            line = _line(number, text, scanned[-1] if scanned else None, following)
        size.add(line)
        scanned.append(line)
    return scanned


def are_parted_by_tabs(lines: Sequence[str]) -> bool:
    """Say whether the tables of a page have tabs for pipes; then their cells are no Markdown."""
    return any("\t" in text.strip() for text in lines) and not any(
        text.lstrip("> \t").startswith("|") for text in lines
    )


def heading(line: int, level: int, source: str, verbatim: str) -> Heading | None:
    """Return a title with its number told apart, None when nothing is printed in it."""
    title = plain(source)
    if not title:
        return None
    numbered = _NUMBER.match(title)
    if numbered and (numbered["end"] or "." in numbered["number"]):
        return Heading(line, level, numbered["number"], numbered["title"].strip(), verbatim)
    return Heading(line, level, "", title, verbatim)


def _line(number: int, text: str, previous: Line | None, following: str) -> Line:
    stripped = text.strip()
    quoted = stripped.lstrip("> \t")
    if quoted.startswith("|"):
        stripped = quoted
    if not stripped:
        return Prose(number, "")
    if title := _heading(number, stripped):
        return title
    if _is_divider(stripped):
        return Divider(number)
    if stripped.startswith("|") or _continues_table(stripped, previous, following):
        return Row(number, _cells(number, stripped))
    return Prose(number, text)


def _heading(number: int, stripped: str) -> Heading | None:
    match = _HEADING.match(stripped)
    if not match:
        return None
    _refuse_length(number, stripped)
    source = _CLOSING.sub("", _ANCHOR.sub("", stripped[match.end() :].strip()))
    return heading(number, len(match[1]), source, stripped)


def _is_divider(stripped: str) -> bool:
    has_dashes = any(dash in stripped for dash in _DASHES)
    return "|" in stripped and has_dashes and not stripped.strip(f"|{_DASHES}: \t")


def _continues_table(stripped: str, previous: Line | None, following: str) -> bool:
    """Say whether a line that does not begin with a pipe is a row all the same."""
    if not _PIPE.search(stripped):
        return False
    if isinstance(previous, Row | Divider) or _is_divider(following.strip()):
        return True
    # Below a blank line, a row without pipes around it would be lost among the text.
    cells = [cell.strip() for cell in _PIPE.split(stripped[:MAX_LENGTH])][1:]
    return len(cells) > 1 and any(read_letters(cell).letters for cell in cells)


def _is_tabbed(text: str, previous: Line | None) -> bool:
    """Say whether a line is a row; one with nothing behind its tabs only below its like."""
    if "\t" in text.strip():
        return True
    alike = isinstance(previous, Row) and text.count("\t") + 1 == len(previous.cells)
    return alike and bool(text.strip())


def _tabbed_cells(number: int, text: str) -> tuple[str, ...]:
    _refuse_length(number, text)
    return refuse_columns(number, [escaped(cell.strip()) for cell in text.split("\t")])


def _cells(number: int, stripped: str) -> tuple[str, ...]:
    _refuse_length(number, stripped)
    cells = [cell.strip() for cell in _PIPE.split(stripped)]
    if stripped.startswith("|"):
        cells = cells[1:]
    if len(cells) > 1 and not cells[-1]:
        cells = cells[:-1]
    return refuse_columns(number, cells)


def refuse_columns(number: int, cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a row. Raises MatrixRefused `damaged` for more than any table has."""
    if len(cells) > MAX_COLUMNS:
        message = f"The row has more than {MAX_COLUMNS} cells."
        raise MatrixRefused("damaged", f"line {number}", message)
    return tuple(cells)


def _refuse_length(number: int, stripped: str) -> None:
    if len(stripped) > MAX_LENGTH:
        message = f"The line is longer than {MAX_LENGTH:,} characters."
        raise MatrixRefused("damaged", f"line {number}", message)


def _hidden_lines(lines: Sequence[str]) -> set[int]:
    """Return the numbers of lines in fenced code and comments; unclosed ones hide nothing."""
    hidden: set[int] = set()
    for opening, closing in _enclosures(lines):
        hidden.update(range(opening, closing + 1))
    return hidden


def _enclosures(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    opening, awaited = 0, ""
    for number, text in enumerate(lines, start=1):
        stripped = text.strip()
        if opening:
            if awaited in stripped:
                yield opening, number
                opening = 0
        elif stripped.startswith(_FENCES):
            opening, awaited = number, stripped[:3]
        elif stripped.startswith("<!--"):
            if stripped.endswith("-->") and stripped.count("-->") == 1:
                yield number, number
            elif "-->" not in stripped:
                opening, awaited = number, "-->"
