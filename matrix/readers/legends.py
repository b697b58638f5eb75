"""What the page says the letters mean: wordings differ, and each page's own is kept."""

import re
from collections.abc import Iterable
from typing import Final

from matrix.readers.inline import plain
from matrix.readers.lines import Line, Prose
from matrix.readers.reading import ReadLegend
from matrix.readers.tables import Table
from matrix.readers.vocabulary import LETTERS

# "R : Is in charge", "(R) Responsible", "R"; the blank before the colon may be a no-break one.
_ENTRY: Final = re.compile(
    rf"(?:\(([{LETTERS}])\)|([{LETTERS}])\s*(?:[:=–—-]|$))\s*(.*)", re.DOTALL
)
_BULLET: Final = re.compile(r"[-*+]\s+")


def table_legend(table: Table) -> tuple[ReadLegend, ...]:
    """Return the legend a table is, empty when it is anything else."""
    entries = [_entry(row.cells) for row in table.rows]
    heading = _entry(table.header.cells)
    if heading:
        entries.insert(0, heading)
    found = tuple(entry for entry in entries if entry)
    letters = {entry.letter for entry in found}
    if len(found) < max(2, len(entries)) or len(letters) < len(found):
        return ()
    return found


def prose_legend(lines: Iterable[Line]) -> tuple[ReadLegend, ...]:
    """Return the legend printed as a list; the first meaning of a letter counts."""
    meanings: dict[str, ReadLegend] = {}
    for line in lines:
        if isinstance(line, Prose) and _BULLET.match(line.text.strip()):
            entry = _entry((_BULLET.sub("", line.text.strip(), count=1),))
            if entry:
                meanings.setdefault(entry.letter, entry)
    return tuple(meanings.values()) if len(meanings) > 1 else ()


def _entry(cells: tuple[str, ...]) -> ReadLegend | None:
    texts = [plain(cell) for cell in cells]
    match = _ENTRY.fullmatch(texts[0])
    if not match:
        return None
    meaning = ": ".join(text for text in (match[3], *texts[1:]) if text)
    return ReadLegend(match[1] or match[2], meaning) if meaning else None
