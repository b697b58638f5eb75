"""An assessment as OSCAL 1.2.3: assessment results, and plan of action and milestones.

Pure: what a selector read goes in, the bytes of a JSON document come out. Every reference ends
inside the document; ids are the same in every export (see `identity`).
"""

from assessments.reports.oscal.documents import (
    DOCUMENTS,
    PLAN,
    RESULTS,
    NoGap,
    WrittenDocument,
    assessment_results,
    file_name,
    plan_of_action,
)

__all__ = [
    "DOCUMENTS",
    "PLAN",
    "RESULTS",
    "NoGap",
    "WrittenDocument",
    "assessment_results",
    "file_name",
    "plan_of_action",
]
