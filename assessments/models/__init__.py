"""What organisations say about the duties of an edition."""

from assessments.models.answers import Answer, AnswerQuerySet, Coverage, Question
from assessments.models.assessment import Assessment, AssessmentQuerySet
from assessments.models.counting import DayCount
from assessments.models.exports import Export
from assessments.models.options import OptionChoice
from assessments.models.upgrades import Upgrade, UpgradeStep

__all__ = [
    "Answer",
    "AnswerQuerySet",
    "Assessment",
    "AssessmentQuerySet",
    "Coverage",
    "DayCount",
    "Export",
    "OptionChoice",
    "Question",
    "Upgrade",
    "UpgradeStep",
]
