"""Dates as the pages print them, in numbers or words, and what they mean for certain."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from matrix.readers.inline import normalised
from matrix.readers.vocabulary import MONTHS

_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?!\d)")
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|°|\.)?\s+(?:de\s+|of\s+)?"
    r"([^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_MONTH_FIRST: Final = re.compile(
    r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.IGNORECASE
)
# Languages of which no country writes the month first.
_DAY_MONTH_LANGUAGES: Final = frozenset({"fr", "de", "es", "it"})


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date as printed; `value` None when it is not certain; `is_odd` calls for a finding."""

    verbatim: str
    value: date | None
    is_odd: bool


def read_date(text: str, language: str) -> DateReading | None:
    """Return the first date in a text, or None when there is none.

    Odd are 2024-6-25 (not ISO 8601), days that do not exist, and in English 03/04/2024,
    which may be April or March and therefore has no value.
    """
    for reader in (_year_first, _year_last, _in_words):
        reading = reader(text, language)
        if reading:
            return reading
    return None


def _year_first(text: str, _language: str) -> DateReading | None:
    match = _YEAR_FIRST.search(text)
    if not match:
        return None
    value = _date(match[1], match[3], match[4])
    is_iso = match[2] == "-" and len(match[3]) == len(match[4]) == 2
    return DateReading(match[0], value, is_odd=value is None or not is_iso)


def _year_last(text: str, language: str) -> DateReading | None:
    match = _YEAR_LAST.search(text)
    if not match:
        return None
    day_month = _date(match[4], match[3], match[1])
    month_day = _date(match[4], match[1], match[3])
    values = {value for value in (day_month, month_day) if value}
    if language in _DAY_MONTH_LANGUAGES:
        values = {day_month} if day_month else set()
    value = values.pop() if len(values) == 1 else None
    return DateReading(match[0], value, is_odd=value is None)


def _in_words(text: str, _language: str) -> DateReading | None:
    for match in _DAY_FIRST.finditer(text):
        if month := MONTHS.get(normalised(match[2])):
            return _worded(match[0], match[3], month, match[1])
    for match in _MONTH_FIRST.finditer(text):
        if month := MONTHS.get(normalised(match[1])):
            return _worded(match[0], match[3], month, match[2])
    return None


def _worded(verbatim: str, year: str, month: int, day: str) -> DateReading:
    value = _date(year, str(month), day)
    return DateReading(verbatim, value, is_odd=value is None)


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
