"""A Markdown page, or the plain text that a browser or a help centre makes of one."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from matrix.readers.front_matter import read_front_matter
from matrix.readers.headings import with_titles
from matrix.readers.lines import Heading, Line, Prose, Row, are_parted_by_tabs, scan
from matrix.readers.page import Page
from matrix.readers.pasted.html_page import read_html
from matrix.readers.reading import ReadFinding
from matrix.readers.refusals import MatrixRefused
from matrix.readers.tables import names_activities_and_client

_TABLE: Final = re.compile(r"\s*<table[\s>]", re.IGNORECASE)
_END: Final = re.compile(r"</table\s*>", re.IGNORECASE)


def markdown_page(lines: Sequence[str], format: str) -> Page:
    """Return the lines of a page as what they are; `format` is "markdown" or "text".

    Tables drawn in HTML are read where they stand. Raises MatrixRefused `damaged` or
    `too-large` for rows that no table has.
    """
    front = read_front_matter(lines)
    scanned = scan(lines, front.length + 1)
    is_copy = not any(isinstance(line, Heading) for line in scanned)
    findings: list[ReadFinding] = []
    drawn = list(_with_html_tables(scanned, findings))
    titled = with_titles(drawn, is_copy=is_copy)
    return Page(format, titled, lines, front, findings, is_source=not are_parted_by_tabs(lines))


def html_page(lines: Sequence[str]) -> Page:
    """Return the page of an HTML source. Raises MatrixRefused `too-large` or `damaged`."""
    read = read_html("\n".join(lines))
    return Page("html", read.lines, lines, read.front, read.findings)


def _with_html_tables(scanned: Sequence[Line], findings: list[ReadFinding]) -> Iterator[Line]:
    """Yield the lines, the rows of an HTML table in place of its source."""
    ends = [place for place, line in enumerate(scanned) if _has(line, _END.search)]
    place = 0
    while place < len(scanned):
        line = scanned[place]
        end = ends[index] if (index := bisect_left(ends, place)) < len(ends) else None
        if end is None or not _has(line, _TABLE.match):
            yield line
            place += 1
            continue
        texts = [piece.text for piece in scanned[place : end + 1] if isinstance(piece, Prose)]
        if len(texts) == end + 1 - place:
            yield from _table_lines("\n".join(texts), line.line, findings)
        else:
            yield from scanned[place : end + 1]
        place = end + 1


def _has(line: Line, found: Callable[[str], object]) -> bool:
    return isinstance(line, Prose) and found(line.text) is not None


def _table_lines(source: str, first: int, findings: list[ReadFinding]) -> list[Line]:
    read = read_html(source, first)
    if read.last <= first + source.count("\n"):
        findings.extend(read.findings)
        return read.lines
    if any(isinstance(line, Row) and names_activities_and_client(line) for line in read.lines):
        message = "This HTML table has several rows on one line; put each on a line of its own."
        raise MatrixRefused("damaged", f"line {first}", message)
    return [Prose(first, source)]
