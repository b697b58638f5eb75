"""The two FedRAMP sheets: what is inherited from the provider, and who implements a control."""

import re
from collections.abc import Sequence
from typing import Final

from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.headers import Header
from matrix.readers.grids.plans import (
    Plan,
    answer_of,
    answer_of_marks,
    find_column,
    section_column,
)
from matrix.readers.grids.vocabulary import (
    CIS_COLUMNS,
    CLIENT,
    CONTROL_IDS,
    CRM_ANSWERS,
    CRM_PARTIES,
)

_CONTROL: Final = re.compile(r"([A-Z]{2})[-–‑ ]?\d{1,2}")


def customer_responsibility(header: Header, _rows: Sequence[GridRow]) -> Plan | None:
    """Plan a CRM worksheet: `Control ID`, `Can Be Inherited from CSP`, responsibilities.

    A control has no text of its own there, so its identifier and what the customer is told
    make the activity.
    """
    words = header.words
    number = find_column(words, is_name=CONTROL_IDS.__contains__)
    inherited = find_column(words, is_name=_is_inheritance)
    if number is None or inherited is None:
        return None
    duty = find_column(words, is_name=lambda name: "responsibilit" in name)
    title = find_column(words, is_name=lambda name: name in {"control name", "control title"})
    return Plan(
        family="fedramp-crm",
        parties=CRM_PARTIES,
        text=tuple(place for place in (number, title, duty) if place is not None),
        answers=(inherited,),
        answer=answer_of(CRM_ANSWERS, inherited),
        number=number,
        pattern=_CONTROL,
        section=section_column(words),
    )


def implementation_summary(header: Header, _rows: Sequence[GridRow]) -> Plan | None:
    """Plan a CIS worksheet: marks below the origins of each control."""
    words = header.words
    number = find_column(words, is_name=CONTROL_IDS.__contains__)
    columns = {
        place: letters
        for place, name in enumerate(words)
        for beginning, letters in CIS_COLUMNS.items()
        if name.removeprefix("control origination ").startswith(beginning)
    }
    if number is None or CLIENT not in columns.values() or len(columns) < 3:
        return None
    title = find_column(words, is_name=lambda name: name in {"control name", "control title"})
    return Plan(
        family="fedramp-cis",
        parties=CRM_PARTIES,
        text=(number,) if title is None else (number, title),
        answers=tuple(columns),
        answer=answer_of_marks(columns, header.names),
        number=number,
        pattern=_CONTROL,
        section=section_column(words),
    )


def _is_inheritance(name: str) -> bool:
    return "inherited" in name and name.startswith(("can be", "can ", "inherited from"))
