"""A cell's value as the person who opens the workbook reads it."""

import datetime
from typing import Final

Value = (
    int
    | float
    | str
    | bool
    | datetime.time
    | datetime.date
    | datetime.datetime
    | datetime.timedelta
)

# A sheet shows 15 digits at most.
_DIGITS: Final = ".15g"


def cell_text(value: Value) -> str:
    """Return a value as text: 10 and not 10.0, dates in ISO 8601, TRUE and FALSE.

    Line ends are those of text files, and blanks at both ends go.
    """
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n") if "\r" in value else value
        return text.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return (
            str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:{_DIGITS}}"
        )
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time()
        return value.date().isoformat() if is_day else value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
