"""Texts, dates and addresses as OSCAL holds them."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import TypeAlias
from urllib.parse import quote

from assessments.reports.oscal.identity import OWN
from assessments.reports.texts import single_line

Fields: TypeAlias = dict[str, object]

# Markdown would read these as marks; a backslash keeps them what they are (CommonMark, 2.4).
_MARKS = re.compile(r"([\\`*_~^\[\]<{|&])")
_HEADING = re.compile(r"^([#>])")
# The years that the pattern of OSCAL's date-time knows.
_YEARS = range(1900, 3000)


def filled(fields: Mapping[str, object]) -> Fields:
    """Return the fields that say something: OSCAL has no empty text and no empty list."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], ())}


def string(text: str) -> str:
    """Return a text on a single line, without blanks at its ends, that is no Markdown."""
    return single_line(text.replace("\ufeff", " "))


def line(text: str) -> str:
    """Return a text on a single line, as Markdown that shows it as it is."""
    return _HEADING.sub(r"\\\1", _MARKS.sub(r"\\\1", string(text)))


def paragraphs(*texts: str) -> str:
    """Return texts as Markdown that shows them as they are, each of their lines a paragraph."""
    lines = (line(each) for text in texts for each in text.splitlines())
    return "\n\n".join(filter(None, lines))


def moment(at: datetime) -> str:
    """Return a moment in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def last_moment(day: date | None) -> str | None:
    """Return the end of a day as it stands in the calendar; None where OSCAL has no year."""
    if day is None or day.year not in _YEARS:
        return None
    return moment(datetime.combine(day, time(23, 59, 59), UTC))


def reference(url: str) -> str:
    """Return an address in the letters that RFC 3986 knows."""
    return quote(url, safe=":/?#[]@!$&'()*+,;=%~")


def prop(name: str, value: object, *, remarks: str = "") -> Fields:
    """Return a property of ours; `value` is not empty."""
    return filled({"name": name, "ns": OWN, "value": str(value), "remarks": remarks})


def props(values: Mapping[str, object]) -> list[Fields]:
    """Return properties of ours, without those that say nothing."""
    return [prop(name, value) for name, value in values.items() if value not in (None, "")]
