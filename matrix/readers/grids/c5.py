"""BSI C5: what the criteria of the provider ask of its customers."""

import re
from collections.abc import Sequence
from typing import Final

from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.headers import Header
from matrix.readers.grids.plans import Answer, Plan, cell_at, find_column, section_column
from matrix.readers.grids.vocabulary import CLIENT, CRITERIA_NAMES, CRM_PARTIES, NO_CRITERIA
from matrix.readers.inline import normalised

_CRITERION: Final = re.compile(r"([A-Z][A-Z&]{1,4})[-–‑ ]?\d{1,2}")


def customer_criteria(header: Header, rows: Sequence[GridRow]) -> Plan | None:
    """Plan a sheet with `Complementary Customer Criteria`: each filled cell is one duty."""
    words = header.words
    criteria = find_column(words, is_name=lambda name: name.startswith(CRITERIA_NAMES))
    if criteria is None:
        return None

    def answer(cells: Sequence[str]) -> Answer:
        verbatim = cell_at(cells, criteria)
        is_none = normalised(verbatim) in NO_CRITERIA
        return Answer(None, "") if is_none else Answer(CLIENT, header.names[criteria])

    return Plan(
        family="c5",
        parties=CRM_PARTIES,
        text=(criteria,),
        answers=(),
        answer=answer,
        number=_number(words, rows),
        pattern=_CRITERION,
        section=section_column(words),
        is_list=True,
    )


def _number(words: Sequence[str], rows: Sequence[GridRow]) -> int | None:
    """Return the column whose cells are mostly identifiers, whatever its name."""
    for place in range(len(words)):
        found = sum(bool(_CRITERION.match(cell_at(row.cells, place))) for row in rows)
        if found * 2 > len(rows):
            return place
    return None
