"""Reads over several models: frozen dataclasses out, a fixed number of queries."""

from matrix.selectors.findings import (
    EditionFigures,
    FindingRow,
    figures_of,
)
from matrix.selectors.library import (
    DatePrinted,
    EditionPage,
    LibraryRow,
    MatrixRow,
    SectionCount,
    edition_page,
    library_rows,
    matrix_rows,
)
from matrix.selectors.printed import (
    EditionLabels,
    PrintedActivity,
    PrintedEdition,
    PrintedParty,
    PrintedSection,
    PrintedText,
    ScopeRow,
    labels_of,
    parties_of,
    printed_edition,
    question_of,
    scope_of,
)

__all__ = [
    "DatePrinted",
    "EditionFigures",
    "EditionLabels",
    "EditionPage",
    "FindingRow",
    "LibraryRow",
    "MatrixRow",
    "PrintedActivity",
    "PrintedEdition",
    "PrintedParty",
    "PrintedSection",
    "PrintedText",
    "ScopeRow",
    "SectionCount",
    "edition_page",
    "figures_of",
    "labels_of",
    "library_rows",
    "matrix_rows",
    "parties_of",
    "printed_edition",
    "question_of",
    "scope_of",
]
