"""What organisations say about the duties of an edition."""

from assessments.models.answers import GAPS, Answer, AnswerQuerySet, Coverage, Question
from assessments.models.assessment import Assessment, AssessmentQuerySet
from assessments.models.comments import Comment, CommentQuerySet, Mention
from assessments.models.counting import DayCount
from assessments.models.exports import Export
from assessments.models.gaps import STANDING, GapPlan, PlanState, Severity
from assessments.models.handing import (
    HandOver,
    HandOverQuerySet,
    HandOverReason,
    HandOverRow,
    OfferState,
)
from assessments.models.options import OptionChoice
from assessments.models.review import CONFIRMED, NOT_REVIEWED, Review
from assessments.models.sharing import Share, ShareQuerySet
from assessments.models.sign_offs import SignOff, SignOffQuerySet
from assessments.models.upgrades import Upgrade, UpgradeStep

__all__ = [
    "CONFIRMED",
    "GAPS",
    "NOT_REVIEWED",
    "STANDING",
    "Answer",
    "AnswerQuerySet",
    "Assessment",
    "AssessmentQuerySet",
    "Comment",
    "CommentQuerySet",
    "Coverage",
    "DayCount",
    "Export",
    "GapPlan",
    "HandOver",
    "HandOverQuerySet",
    "HandOverReason",
    "HandOverRow",
    "Mention",
    "OfferState",
    "OptionChoice",
    "PlanState",
    "Question",
    "Review",
    "Severity",
    "Share",
    "ShareQuerySet",
    "SignOff",
    "SignOffQuerySet",
    "Upgrade",
    "UpgradeStep",
]
