"""Rows of a sheet that are no activity: titles of sections, legends, remarks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from matrix.readers.columns import ColumnKind
from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.plans import cell_at
from matrix.readers.grids.raci import Part
from matrix.readers.inline import escaped, folded
from matrix.readers.lines import Heading, Prose
from matrix.readers.vocabulary import LETTERS

_NUMBERED: Final = re.compile(r"(\d{1,3}(?:\.\d{1,3}){0,5})(?:[.)]\s*|\s+)(\S.*)", re.DOTALL)
_ONLY_NUMBER: Final = re.compile(r"\d{1,3}(?:\.\d{1,3}){0,5}[.)]?")
_REMARK: Final = re.compile(
    r"[*†‡©¹²³]|\(\d{1,2}\)|\[\d|(?:note|nb|n\.b\.|remark|remarque|copyright|legend|légende)\b",
    re.IGNORECASE,
)
_NO_DEPTH: Final = -1
_LEGEND: Final = re.compile(rf"\(?[{LETTERS}]\)?\s*[:=–—-]")


@dataclass(frozen=True, slots=True)
class Asides:
    """The numbers of the rows that are titles, and of those that are remarks or a legend."""

    titles: frozenset[int]
    remarks: frozenset[int]


def find_asides(rows: Sequence[GridRow], part: Part) -> Asides:
    """Tell titles and remarks from activities that nobody has a letter for.

    A cell over the width of the table is a title, and so is one that stands elsewhere than the
    activities. Text in the activities' column alone is a title when the table begins with such
    a row, does not end with one, and never has two together, and when its number is not as deep as
    those of the rows with letters; else it is read as an activity without letters, which is
    told. Below the last activity, notes and what takes the width of the table are remarks.
    """
    alone = [_stands_alone(row, part) for row in rows]
    depths = {_depth(row) for row, is_alone in zip(rows, alone, strict=True) if not is_alone}
    shallowest = min(depths, default=_NO_DEPTH)
    numbered = depths - {_NO_DEPTH}
    alone = [
        is_alone and _depth(row) not in numbered for row, is_alone in zip(rows, alone, strict=True)
    ]
    remarks = {row.number for row in rows if _is_legend(row)}
    end = len(rows)
    while end and (rows[end - 1].number in remarks or _is_remark(rows[end - 1], alone[end - 1])):
        end -= 1
        remarks.add(rows[end].number)
    grouped = alone[:end]
    is_grouped = (
        not part.sections
        and len(grouped) > 1
        and grouped[0]
        and not grouped[-1]
        and not any(one and other for one, other in pairwise(grouped))
    )
    activity = part.places(ColumnKind.ACTIVITY)[0]
    titles = frozenset(
        row.number
        for row, is_alone in zip(rows[:end], grouped, strict=True)
        if is_alone
        and (
            row.is_spanning
            or is_grouped
            or not cell_at(row.cells, activity)
            or _NO_DEPTH < _depth(row) < shallowest
        )
    )
    return Asides(titles, frozenset(remarks))


def title_heading(row: GridRow) -> Heading:
    """Return the heading that a title row is."""
    return named_heading(row.number, 2, " ".join(folded(cell) for cell in row.cells if cell))


def named_heading(line: int, level: int, title: str) -> Heading:
    """Return a heading with its number apart, where one is printed."""
    match = _NUMBERED.fullmatch(title)
    if match is None:
        return Heading(line, level, "", title, title)
    return Heading(line, level, match[1], match[2], title)


def aside_text(row: GridRow) -> Prose:
    """Return the text of a row that is no activity; an entry of a legend is one of a list."""
    cells = [folded(cell) for cell in row.cells if cell]
    if len(cells) > 1 and cells[0] in LETTERS:
        return Prose(row.number, f"- {cells[0]}: {escaped(' '.join(cells[1:]))}")
    text = escaped(" ".join(cells))
    return Prose(row.number, f"- {text}" if _LEGEND.match(text) else text)


def _stands_alone(row: GridRow, part: Part) -> bool:
    filled = [place for place, cell in enumerate(row.cells) if cell]
    if len(filled) == 2 and _ONLY_NUMBER.fullmatch(row.cells[filled[0]]):
        filled = filled[1:]
    lettered = (*part.places(ColumnKind.PARTY), *part.sections)
    return len(filled) == 1 and filled[0] not in lettered


def _depth(row: GridRow) -> int:
    """Return how deep the number is that a row begins with, `_NO_DEPTH` without number."""
    text = next(cell for cell in row.cells if cell)
    match = _ONLY_NUMBER.fullmatch(text) or _NUMBERED.fullmatch(text)
    return match[0].split()[0].rstrip(".)").count(".") if match else _NO_DEPTH


def _is_legend(row: GridRow) -> bool:
    """Say whether a row explains a letter: "R", "Responsible: does it"."""
    filled = [cell for cell in row.cells if cell]
    is_pair = len(filled) == 2 and filled[0] in LETTERS and len(filled[1]) > len(LETTERS)
    return is_pair or (len(filled) == 1 and bool(_LEGEND.match(filled[0])))


def _is_remark(row: GridRow, is_alone: bool) -> bool:
    text = next(cell for cell in row.cells if cell)
    return is_alone and (row.is_spanning or bool(_REMARK.match(text)))
