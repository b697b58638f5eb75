"""Responsibility matrices after PCI DSS 12.8.5: requirements with numbers like 12.8.5."""

import re
from collections.abc import Sequence
from typing import Final

from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.headers import Header
from matrix.readers.grids.owners import bare, letters_of_name, owner_column
from matrix.readers.grids.plans import (
    Plan,
    answer_of_marks,
    find_column,
    section_column,
    values_of,
)
from matrix.readers.grids.vocabulary import (
    CLIENT,
    MARKS,
    NO_MARKS,
    PROVIDER,
    REQUIREMENT_NAMES,
    Letters,
)

# The requirement's number; the text may stand in the same cell.
_REQUIREMENT: Final = re.compile(r"(A?\d{1,2})(?:\.\d+){1,4}")
_LONGEST_NUMBER: Final = 30


def pci_matrix(header: Header, rows: Sequence[GridRow]) -> Plan | None:
    """Plan a sheet of numbered requirements with one column of names, or columns of marks."""
    width = len(header.names)
    number = next((place for place in range(width) if _is_numbered(rows, place)), None)
    # A row of the table itself names no column.
    if number is None or _REQUIREMENT.match(header.names[number]):
        return None
    others = [place for place in range(width) if place != number]
    return _with_marks(header, rows, number, others) or _with_names(header, rows, number, others)


def _is_numbered(rows: Sequence[GridRow], place: int) -> bool:
    """Say whether most rows have a number here; titles of chapters stand alone in theirs."""
    values = values_of([row for row in rows if sum(map(bool, row.cells)) > 1], place)
    return sum(bool(_REQUIREMENT.match(value)) for value in values) * 2 > len(values)


def _with_marks(
    header: Header, rows: Sequence[GridRow], number: int, others: Sequence[int]
) -> Plan | None:
    marked = [place for place in others if header.names[place] and _has_marks(rows, place)]
    columns: dict[int, Letters] = {}
    for place in marked:
        letters = letters_of_name(header.names[place])
        # The provider's own name is in no vocabulary; it stands beside the customer's.
        if letters is None and PROVIDER not in columns.values():
            letters = PROVIDER
        if letters is not None:
            columns[place] = letters
    if CLIENT not in columns.values() or PROVIDER not in columns.values():
        return None
    names = {letters: bare(header.names[place]) for place, letters in columns.items()}
    return Plan(
        family="pci",
        parties=(names[CLIENT], names[PROVIDER]),
        text=_text(header, rows, number),
        answers=tuple(columns),
        answer=answer_of_marks(columns, header.names),
        number=number,
        pattern=_REQUIREMENT,
        section=section_column(header.words),
    )


def _has_marks(rows: Sequence[GridRow], place: int) -> bool:
    values = [value.casefold() for value in values_of(rows, place)]
    known = sum(value in MARKS or value in NO_MARKS for value in values)
    # A party without any mark has an empty column of its own.
    return known * 2 >= len(values)


def _with_names(
    header: Header, rows: Sequence[GridRow], number: int, others: Sequence[int]
) -> Plan | None:
    for place in others:
        column = owner_column(place, values_of(rows, place))
        if column is not None and header.names[place]:
            return Plan(
                family="pci",
                parties=(column.client, column.provider),
                text=_text(header, rows, number),
                answers=(place,),
                answer=column.answer,
                number=number,
                pattern=_REQUIREMENT,
                section=section_column(header.words),
            )
    return None


def _text(header: Header, rows: Sequence[GridRow], number: int) -> tuple[int, ...]:
    """Return the column of the requirements' texts: named so, else the number's own."""
    numbers = values_of(rows, number)
    if any(len(value) > _LONGEST_NUMBER for value in numbers):
        return (number,)
    named = find_column(
        ["" if place == number else word for place, word in enumerate(header.words)],
        is_name=lambda name: any(word in name.split() for word in REQUIREMENT_NAMES),
    )
    return (number,) if named is None else (named,)
