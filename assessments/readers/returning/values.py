"""Cells in the one form in which an export, a file and the database can be compared."""

import re
from datetime import date
from typing import Final

from assessments.readers.cells import CellKind, StoredCell, moment_of, plain_text
from assessments.readers.returning.texts import plain
from assessments.readers.returning.vocabulary import Vocabulary
from assessments.readers.said import Field, Trouble
from database.folding import folded

# Alone in a cell they clear the field.
DASHES: Final = frozenset({"-", "–", "—"})  # as people type them

_DAYS: Final = frozenset({Field.UNTIL, Field.DUE, Field.OPINION_ON})
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ][\d:.]+)?")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SERIAL: Final = re.compile(r"\d{5}")
_UNANSWERED: Final = "unanswered"
_TROUBLES: Final = {CellKind.FORMULA: Trouble.FORMULA, CellKind.ERROR: Trouble.ERROR}


def trouble_of(cell: StoredCell | None) -> Trouble | None:
    """Return why a cell says nothing that could be taken, None where it says something."""
    return _TROUBLES.get(cell.kind) if cell else None


def text_of(cell: StoredCell | None) -> str:
    """Return what a cell says: dates in ISO 8601, whole numbers without a point, "" for nothing.

    Fifteen digits of a number, which is what every office program keeps.
    """
    if cell is None:
        return ""
    if cell.kind in {CellKind.TEXT, CellKind.ERROR, CellKind.FORMULA}:
        return plain(plain_text(str(cell.value)))
    if cell.kind == CellKind.NUMBER:
        return format(cell.value, ".15g")
    return cell.shown


def canonical(name: Field, cell: StoredCell | None, vocabulary: Vocabulary) -> str:
    """Return what a cell says of a field; what is not understood stands as it is written."""
    text = text_of(cell)
    if name in _DAYS:
        return _day(cell, text)
    if name == Field.COVERAGE:
        return vocabulary.coverages.get(folded(text), text)
    if name == Field.RESULT:
        return vocabulary.results.get(folded(text), text)
    return text


def cleared(name: Field) -> str:
    """Return what a field says once it is cleared."""
    return _UNANSWERED if name == Field.COVERAGE else ""


def _day(cell: StoredCell | None, text: str) -> str:
    if cell is not None and isinstance(cell.value, int | float) and cell.kind != CellKind.TRUTH:
        return _from_serial(cell.value) or text
    if found := _ISO.fullmatch(text):
        return _from_parts(*found.groups()) or text
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year = found.groups()
        return _from_parts(year, month, day) or text
    if _SERIAL.fullmatch(text):
        return _from_serial(int(text)) or text
    return text


def _from_serial(serial: float) -> str:
    moment = moment_of(serial)
    return moment.date().isoformat() if moment else ""


def _from_parts(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""
