"""Texts in one form, wherever they come from: a cell, an export, the database."""

import re
from typing import Final

# What no workbook can hold (XML 1.0, 2.2), so that it is in no cell that comes back.
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """Return a text as it can come back: line feeds, nothing unwritable, no blanks around it."""
    one_line_end = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub("", one_line_end).strip()
