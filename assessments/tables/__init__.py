"""Lists as tables: for the screen, and for their workbook twins."""

from assessments.tables.assessments import AssessmentTable
from assessments.tables.evidence import EvidenceTable
from assessments.tables.gaps import GapTable
from assessments.tables.handing import HandOverTable

__all__ = ["AssessmentTable", "EvidenceTable", "GapTable", "HandOverTable"]
