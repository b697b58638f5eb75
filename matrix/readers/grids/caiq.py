"""The answered questionnaire of the Cloud Security Alliance (CAIQ v4): who owns each control."""

import re
from collections.abc import Sequence
from typing import Final

from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.headers import Header
from matrix.readers.grids.plans import Plan, answer_of, find_column, section_column
from matrix.readers.grids.vocabulary import CAIQ_ANSWERS, CAIQ_PARTIES

_QUESTION: Final = re.compile(r"([A-Z][A-Z&]{1,3})[-–‑]\d{2}\.\d{1,2}")


def caiq(header: Header, _rows: Sequence[GridRow]) -> Plan | None:
    """Plan a sheet with the columns `Question` and `SSRM Control Ownership`."""
    words = header.words
    owner = find_column(words, is_name=lambda name: "control ownership" in name)
    question = find_column(
        words, is_name=lambda name: name.startswith("question") and not _id(name)
    )
    if owner is None or question is None:
        return None
    return Plan(
        family="caiq",
        parties=CAIQ_PARTIES,
        text=(question,),
        answers=(owner,),
        answer=answer_of(CAIQ_ANSWERS, owner),
        number=find_column(words, is_name=_id),
        pattern=_QUESTION,
        section=section_column(words),
    )


def _id(name: str) -> bool:
    return name.startswith("question") and name.endswith((" id", " number", " no"))
