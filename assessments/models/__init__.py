"""What organisations say about the duties of an edition."""

from assessments.models.answers import GAPS, Answer, AnswerQuerySet, Coverage, Question
from assessments.models.assessment import Assessment, AssessmentQuerySet
from assessments.models.comments import Comment, CommentQuerySet, Mention
from assessments.models.counting import DayCount, ProvenDay
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
from assessments.models.intakes import Intake, IntakeQuerySet
from assessments.models.links import LinkView, ShareLink, ShareLinkQuerySet
from assessments.models.made import MadeFile, MadeFileQuerySet
from assessments.models.opinions import NON_CONFORMING, Opinion, OpinionQuerySet, Result
from assessments.models.options import OptionChoice
from assessments.models.proof import Attachment, AttachmentQuerySet, evidence_shown_to
from assessments.models.review import CONFIRMED, NOT_REVIEWED, Review
from assessments.models.sharing import Share, ShareQuerySet
from assessments.models.sign_offs import SignOff, SignOffQuerySet
from assessments.models.upgrades import Upgrade, UpgradeStep

__all__ = [
    "CONFIRMED",
    "GAPS",
    "NON_CONFORMING",
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
    "Intake",
    "IntakeQuerySet",
    "LinkView",
    "MadeFile",
    "MadeFileQuerySet",
    "Mention",
    "OfferState",
    "Opinion",
    "OpinionQuerySet",
    "OptionChoice",
    "PlanState",
    "ProvenDay",
    "Question",
    "Result",
    "Review",
    "Severity",
    "Share",
    "ShareLink",
    "ShareLinkQuerySet",
    "ShareQuerySet",
    "SignOff",
    "SignOffQuerySet",
    "Upgrade",
    "UpgradeStep",
    "evidence_shown_to",
]
