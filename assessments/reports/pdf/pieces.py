"""A paper as data: what its pages say, before anybody knows how they are set.

Texts are as they were written; `written` turns them into what the font can show. All are in the
language of the paper, or say in which one they are. Widths are in millimetres.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

from assessments.reports.pdf.texts import fitted, shown
from assessments.scoring import COVERED, GAP, NOT_APPLICABLE, PARTIAL, UNANSWERED, Counts

STATES: Final = (COVERED, PARTIAL, GAP, UNANSWERED, NOT_APPLICABLE)
PAGE_WIDTH: Final = 273  # mm of an A4 page on its side, without margins
_WHOLE: Final = 20  # lines up to which a row is not torn apart at the foot of a page
_CHARACTER: Final = 2.2  # mm, a wide one
_INSET, _MARK = 3.2, 3.8  # mm that a cell, and the mark of a coverage, take of a column
_SIZES: Final = {"hint": 7.0, "exact": 6.0}  # pt; the others are 8
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")


class Tone(StrEnum):
    """Who wrote a line, and how it is set. `EXACT` is never broken: a hash."""

    PLAIN = "plain"
    FILLED = "filled"
    HINT = "hint"
    STRONG = "strong"
    EXACT = "exact"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a cell. `tone` is a `Tone`, or the code of a coverage, which has its mark.

    `language` is "" for that of the paper.
    """

    text: str
    tone: str = Tone.PLAIN
    language: str = ""


# The lines of a cell, or counts as a bar beside their figures.
Cell: TypeAlias = Sequence[Line] | Counts
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    heading: str
    width: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of their own, None for none: a section."""

    title: Line | None
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Part:
    """A table under a heading; `empty` is the sentence of one without rows.

    `is_facts` sets two columns of names and values beside each other. One that `turns` begins a
    page.
    """

    title: str
    columns: Sequence[Column]
    groups: Sequence[Group]
    empty: str = ""
    hint: str = ""
    is_facts: bool = False
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper.

    `head` and `foot` are printed on each page, `mark` (how it may be handed on, "" for nothing
    said) on both ends of it. `lead` is the sentence with its denominator, `legend` the counts in
    words by state, `page` the word before the number of a page.
    """

    language: str
    author: str
    eyebrow: str
    title: str
    lead: str
    hints: Sequence[str]
    counts: Counts
    legend: Sequence[tuple[str, str]]
    parts: Sequence[Part]
    head: str
    foot: str
    mark: str
    page: str


def written(paper: Paper) -> str:
    """Return a paper as the JSON that the templates read."""
    fields: dict[str, Any] = {
        "language": _language(paper.language) or "en",
        "author": shown(paper.author),
        "eyebrow": fitted(paper.eyebrow, PAGE_WIDTH, 9),
        "title": fitted(paper.title, PAGE_WIDTH, 20),
        "lead": fitted(paper.lead, PAGE_WIDTH, 13),
        "hints": [fitted(hint, PAGE_WIDTH, 9) for hint in paper.hints],
        "counts": _bar(paper.counts),
        "legend": [{"state": state, "words": shown(words)} for state, words in paper.legend],
        "parts": [_part(part) for part in paper.parts],
        "head": fitted(paper.head, PAGE_WIDTH / 2),
        "foot": fitted(paper.foot, PAGE_WIDTH / 2),
        "mark": fitted(paper.mark, PAGE_WIDTH / 3),
        "page": paper.page,
    }
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def lines(*texts: str, tone: str = Tone.PLAIN) -> list[Line]:
    """Return those of `texts` that say something, a line each."""
    return [Line(text, tone) for text in texts if text]


def _part(part: Part) -> dict[str, Any]:
    return {
        "turns": part.turns,
        "kind": "facts" if part.is_facts else "table",
        "title": fitted(part.title, PAGE_WIDTH, 13),
        "hint": fitted(part.hint, PAGE_WIDTH),
        "empty": shown(part.empty),
        "columns": [
            {
                "heading": fitted(column.heading, column.width - _INSET),
                "width": column.width,
                "centred": column.is_centred,
            }
            for column in part.columns
        ],
        "groups": [_group(group, part.columns) for group in part.groups if group.rows],
    }


def _group(group: Group, columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "title": _line(group.title or Line(""), PAGE_WIDTH),
        "rows": [_row(row, columns) for row in group.rows],
    }


def _row(row: Row, columns: Sequence[Column]) -> dict[str, Any]:
    placed = list(zip(row, columns, strict=True))
    return {
        "whole": all(_height(cell, column.width) < _WHOLE for cell, column in placed),
        "cells": [_cell(cell, column.width) for cell, column in placed],
    }


def _height(cell: Cell, width: float) -> float:
    """Return how many lines a cell takes, at the very most."""
    if isinstance(cell, Counts):
        return 1
    feeds = sum(line.text.count("\n") for line in cell)
    return feeds + sum(1 + len(line.text) * _CHARACTER / width for line in cell)


def _cell(cell: Cell, width: float) -> Any:
    if isinstance(cell, Counts):
        return _bar(cell)
    return [_line(each, width) for each in cell]


def _line(line: Line, width: float) -> dict[str, str]:
    if line.tone == Tone.EXACT:
        return {"t": shown(line.text), "k": line.tone}
    room = width - _INSET - (_MARK if line.tone in STATES else 0)
    said = {"t": fitted(line.text, room, _SIZES.get(line.tone, 8))}
    if line.tone != Tone.PLAIN:
        said["k"] = str(line.tone)
    if language := _language(line.language):
        said["l"] = language
    return said


def _language(code: str) -> str:
    """Return a code without its region, "" for what is none (ISO 639: two or three letters)."""
    stem = code.lower().partition("-")[0]
    return stem if _LANGUAGE.fullmatch(stem) else ""


def _bar(counts: Counts) -> dict[str, int]:
    return {state: counts.of(state) for state in STATES}
