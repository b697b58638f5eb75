"""What a provider printed, kept as printed. A published edition never changes."""

from matrix.models.controls import ControlChoice, ControlChoiceQuerySet, Framework
from matrix.models.importing import MatrixImport, MatrixImportQuerySet
from matrix.models.labels import ActivityLabel, LabelSet, SectionLabel
from matrix.models.library import Edition, EditionQuerySet, Matrix, MatrixQuerySet, Provider
from matrix.models.options import Option, OptionQuerySet, OptionRow
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
    "ControlChoice",
    "ControlChoiceQuerySet",
    "Edition",
    "EditionQuerySet",
    "Finding",
    "Framework",
    "LabelSet",
    "Matrix",
    "MatrixImport",
    "MatrixImportQuerySet",
    "MatrixQuerySet",
    "Option",
    "OptionQuerySet",
    "OptionRow",
    "Party",
    "Provider",
    "Section",
    "SectionLabel",
]
