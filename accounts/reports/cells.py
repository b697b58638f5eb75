"""Cells and sheets of every workbook the product writes.

openpyxl stores any text that starts with `=` as a formula, and raises on control characters:
what a person or a provider wrote is therefore always stored as text, unchanged but for
characters that no workbook can hold.
"""

import re
from datetime import date, datetime
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.functional import Promise
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment
from openpyxl.styles.cell_style import StyleArray

Value: TypeAlias = str | int | float | date | datetime | Promise | None
# The published types know a write-only sheet and a cell's style by half.
Sheet: TypeAlias = Any

MAX_TEXT = 32_767
_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\\/*?:\[\]]")
_FORMULA_STARTS = ("=", "+", "-", "@")
_DAY = "yyyy-mm-dd"
_MOMENT = "yyyy-mm-dd hh:mm"
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def clean_text(text: str) -> str:
    """Return `text` without what a workbook cannot hold: control characters, surrogates.

    A text longer than a cell can hold ends in "…".
    """
    kept = _UNWRITABLE.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))
    return kept if len(kept) <= MAX_TEXT else kept[: MAX_TEXT - 1] + "…"


def page_text(text: str, room: int) -> str:
    """Return `text` on a line, for head or foot of a page: at most `room` signs, cut with "…".

    An ampersand opens a code there, and takes two signs (ECMA-376 part 1, 18.3.1.46).
    """
    line = " ".join(clean_text(text).split())[: room + 1]
    shown, length = line.replace("&", "&&"), len(line)
    while len(shown) > room:
        length -= 1
        shown = (line[:length].rstrip() + "…").replace("&", "&&")
    return shown


def sheet_title(text: str) -> str:
    """Return `text` as the name of a sheet: 31 characters, none of `\\ / * ? : [ ]`."""
    return _NOT_IN_TITLES.sub(" ", clean_text(text)).strip("' ")[:31] or "1"


def cell(sheet: Sheet, value: Value) -> Cell:
    """Return a cell that shows `value`: text as text, days as days, moments in local time."""
    if isinstance(value, str | Promise):
        made = _text_cell(sheet, clean_text(str(value)))
    elif isinstance(value, datetime):
        made = _dated_cell(sheet, timezone.localtime(value).replace(tzinfo=None), _MOMENT)
    elif isinstance(value, date):
        made = _dated_cell(sheet, value, _DAY)
    else:
        made = WriteOnlyCell(sheet, value=value)
    made.alignment = _WRAPPED
    return made


def _text_cell(sheet: Sheet, text: str) -> Cell:
    made = WriteOnlyCell(sheet, value=text)
    if text.startswith(_FORMULA_STARTS):
        made.data_type = "s"
        _mark_as_text(made)
    return made


def _mark_as_text(made: Any) -> None:
    # Without the mark a person who edits the cell turns it into a formula after all.
    made._style = StyleArray()
    made._style.quotePrefix = 1


def _dated_cell(sheet: Sheet, value: Any, shown_as: str) -> Cell:
    made = WriteOnlyCell(sheet, value=value)
    made.number_format = shown_as
    return made
