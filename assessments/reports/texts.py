"""What a cell can hold of a text. Pure Python.

A workbook is XML: control characters, lone surrogates and U+FFFE, U+FFFF cannot be written in
it. Office programs read `_x0041_` in a text as the character it encodes (ECMA-376 part 1,
22.9.2.19), and hold at most 32,767 UTF-16 units in a cell.
"""

import re

LIMIT = 32_767

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ENCODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def stored_text(text: str, *, warning: str) -> str:
    """Return `text` as the file holds it; one that is too long ends with `warning`.

    Line ends become line feeds, what cannot be written is left out, nothing else is changed.
    """
    one_line_end = text.replace("\r\n", "\n").replace("\r", "\n")
    writable = _LOOKS_ENCODED.sub("_x005F_", _UNWRITABLE.sub("", one_line_end))
    if len(_units(writable)) <= 2 * LIMIT:
        return writable
    room = 2 * LIMIT - len(_units(warning))
    return _units(writable)[:room].decode("utf-16-le", errors="ignore") + warning


def single_line(text: str) -> str:
    """Return `text` with every run of blanks and line ends as one blank: headings, footers."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def shortened(text: str, length: int) -> str:
    """Return `text` on a single line, of at most `length` characters, with an ellipsis if cut."""
    line = single_line(text)
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def _units(text: str) -> bytes:
    return text.encode("utf-16-le")
