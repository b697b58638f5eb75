"""When the page says it was published: in its front matter, in its body, or in both."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from matrix.readers.dates import DateReading, read_date
from matrix.readers.front_matter import FrontMatter
from matrix.readers.inline import normalised, plain
from matrix.readers.lines import Line, Prose
from matrix.readers.reading import DateOrigin, ReadDate, ReadFinding, finding
from matrix.readers.vocabulary import DATE_KEYS, DATE_PHRASES

MAX_LENGTH: Final = 200


def read_dates(
    front: FrontMatter, lines: Iterable[Line], language: str
) -> tuple[tuple[ReadDate, ...], list[ReadFinding]]:
    """Return all dates as printed, the front matter's first, and what is odd about them."""
    dates: list[ReadDate] = []
    findings: list[ReadFinding] = []
    for where, line, reading in _readings(front, lines, language):
        dates.append(ReadDate(reading.verbatim, reading.value, where, line))
        if reading.is_odd:
            findings.append(_odd(line, reading))
    known = [day for day in dates if day.value]
    for day in known[1:]:
        if day.value != known[0].value:
            message = f"The page gives two dates: {known[0].verbatim} and {day.verbatim}."
            values = (known[0].verbatim, day.verbatim)
            findings.append(finding("dates-disagree", day.line, message, values=values))
            break
    if not known:
        message = "The page gives no date that can be read."
        findings.append(finding("date-missing", None, message))
    return tuple(dates), findings


def published_on(dates: Iterable[ReadDate]) -> date | None:
    """Return the front matter's date, else the body's, else None."""
    return next((day.value for day in dates if day.value), None)


def _readings(
    front: FrontMatter, lines: Iterable[Line], language: str
) -> Iterator[tuple[DateOrigin, int, DateReading]]:
    entry = front.first(DATE_KEYS)
    if entry:
        unread = DateReading(entry.value, None, is_odd=True)
        yield "front-matter", entry.line, read_date(entry.value, language) or unread
    for line in lines:
        if isinstance(line, Prose) and 0 < len(line.text) <= MAX_LENGTH:
            text = plain(line.text)
            reading = read_date(text, language) if _announces_date(text) else None
            if reading:
                yield "body", line.line, reading


def _announces_date(text: str) -> bool:
    return normalised(text).startswith(DATE_PHRASES)


def _odd(line: int, reading: DateReading) -> ReadFinding:
    if reading.value:
        message = f"The date {reading.verbatim} is not in the usual form; read as {reading.value}."
    else:
        message = f"The date {reading.verbatim} cannot be told for certain."
    return finding("date-odd", line, message, values=(reading.verbatim,))
