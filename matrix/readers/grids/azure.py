"""Azure security baselines, versions 1 to 3: one column `Responsibility`."""

import re
from collections.abc import Sequence
from typing import Final

from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.headers import Header
from matrix.readers.grids.owners import owner_column
from matrix.readers.grids.plans import Plan, find_column, section_column, values_of
from matrix.readers.grids.vocabulary import AZURE_MARKS, AZURE_PARTIES

_CONTROL: Final = re.compile(r"([A-Z]{2,3})[-–‑]\d{1,2}|(\d{1,2})\.\d{1,2}")
# What a control is called, by version; a feature of version 3 is one row below a control.
_TITLES: Final = ("control title", "recommendation", "title", "control name", "guidance")


def azure_baseline(header: Header, rows: Sequence[GridRow]) -> Plan | None:
    """Plan a sheet with `Responsibility`, a recommendation, and a name of the benchmark."""
    words = header.words
    place = find_column(words, is_name=lambda name: name.startswith("responsibilit"))
    if place is None:
        return None
    values = values_of(rows, place)
    column = owner_column(place, values)
    is_azure = any(mark in name.split() for name in words for mark in AZURE_MARKS) or any(
        "microsoft" in value.casefold() for value in values
    )
    title = next(
        (found for ending in _TITLES if (found := _column(words, ending)) is not None), None
    )
    if column is None or not is_azure or title is None:
        return None
    feature = find_column(words, is_name=lambda name: name == "feature name")
    return Plan(
        family="azure-baseline",
        parties=AZURE_PARTIES,
        text=(title,) if feature is None else (title, feature),
        answers=(place,),
        answer=column.answer,
        number=find_column(words, is_name=_is_number),
        pattern=_CONTROL,
        section=section_column(words),
    )


def _column(words: Sequence[str], ending: str) -> int | None:
    return find_column(words, is_name=lambda name: name.endswith(ending))


def _is_number(name: str) -> bool:
    """Say whether a column has the benchmark's own numbers, not those of CIS or NIST."""
    return name.endswith(" id") and not name.startswith(("cis", "nist", "pci"))
