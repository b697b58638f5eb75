"""Reads over several models: frozen dataclasses out, a fixed number of queries."""

from matrix.selectors.comparing import (
    Change,
    ComparedActivity,
    ComparedSide,
    EditionComparison,
    compare_editions,
)
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
from matrix.selectors.questions import (
    PlacedFinding,
    ProviderQuestion,
    placed_findings,
    provider_questions,
)

__all__ = [
    "Change",
    "ComparedActivity",
    "ComparedSide",
    "DatePrinted",
    "EditionComparison",
    "EditionFigures",
    "EditionLabels",
    "EditionPage",
    "FindingRow",
    "LibraryRow",
    "MatrixRow",
    "PlacedFinding",
    "PrintedActivity",
    "PrintedEdition",
    "PrintedParty",
    "PrintedSection",
    "PrintedText",
    "ProviderQuestion",
    "ScopeRow",
    "SectionCount",
    "compare_editions",
    "edition_page",
    "figures_of",
    "labels_of",
    "library_rows",
    "matrix_rows",
    "parties_of",
    "placed_findings",
    "printed_edition",
    "provider_questions",
    "question_of",
    "scope_of",
]
