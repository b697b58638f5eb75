"""What a provider printed, kept as printed. A published edition never changes."""

from matrix.models.labels import ActivityLabel, LabelSet, SectionLabel
from matrix.models.library import Edition, EditionQuerySet, Matrix, MatrixQuerySet, Provider
from matrix.models.printed import (
    LETTERS,
    Activity,
    ActivityQuerySet,
    Assignment,
    Finding,
    Party,
    Section,
)

__all__ = [
    "LETTERS",
    "Activity",
    "ActivityLabel",
    "ActivityQuerySet",
    "Assignment",
    "Edition",
    "EditionQuerySet",
    "Finding",
    "LabelSet",
    "Matrix",
    "MatrixQuerySet",
    "Party",
    "Provider",
    "Section",
    "SectionLabel",
]
