"""What organisations say about the duties of an edition."""

from assessments.models.answers import GAPS, Answer, AnswerQuerySet, Coverage, Question
from assessments.models.assessment import Assessment, AssessmentQuerySet
from assessments.models.comments import Comment, CommentQuerySet, Mention
from assessments.models.counting import DayCount
from assessments.models.exports import Export, ExportedCells, ExportQuerySet
from assessments.models.gaps import STANDING, GapPlan, PlanState, Severity
from assessments.models.handing import (
    HandOver,
    HandOverQuerySet,
    HandOverReason,
    HandOverRow,
    HandOverState,
    OfferState,
)
from assessments.models.options import OptionChoice
from assessments.models.proof import Attachment, AttachmentQuerySet, evidence_shown_to
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
    "Attachment",
    "AttachmentQuerySet",
    "Comment",
    "CommentQuerySet",
    "Coverage",
    "DayCount",
    "Export",
    "ExportQuerySet",
    "ExportedCells",
    "GapPlan",
    "HandOver",
    "HandOverQuerySet",
    "HandOverReason",
    "HandOverRow",
    "HandOverState",
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
    "evidence_shown_to",
]
