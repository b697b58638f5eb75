"""The words of a working copy in every language: headings, coverage, results. Pure Python."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from assessments.readers.said import Field
from database.folding import folded

# Machine columns, in English in every file.
KEY: Final = "key"
REVISION: Final = "revision"
COVERAGE_CODE: Final = "coverage code"
MACHINE: Final = frozenset({KEY, REVISION, COVERAGE_CODE})

# A second heading of one name has a number after it.
_NUMBERED: Final = re.compile(r" \(\d+\)$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Folded words: what headings mean, and the codes that words of coverage and result mean."""

    headings: Mapping[str, Field]
    coverages: Mapping[str, str]
    results: Mapping[str, str] = field(default_factory=dict)

    def field_of(self, heading: str) -> Field | None:
        """Return the field a heading means, in whichever language."""
        return self.headings.get(_NUMBERED.sub("", folded(heading)))
