"""Answers: what an organisation says about each activity in scope."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Team, User
from accounts.rights import Action
from assessments.models.assessment import Assessment
from assessments.models.gaps import STANDING, GapPlan
from assessments.models.proof import Attachment
from assessments.models.review import CONFIRMED, Review
from assessments.models.sharing import shown_to
from database.fields import JSONField
from matrix.models import Activity


class Coverage(models.TextChoices):
    """The five answers there are."""

    UNANSWERED = "unanswered", _("unanswered")
    COVERED = "covered", _("covered")
    PARTIAL = "partial", _("partial")
    GAP = "gap", _("gap")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


# Characters that a reason and a note may have; forms and files that come back hold to it.
MAX_REASON = 2_000
MAX_NOTE = 8_000

# A duty answered so is a gap, whose age, plan and acceptance are kept.
GAPS = (Coverage.GAP, Coverage.PARTIAL)


class Question(models.TextChoices):
    """What is asked of a row, from the client's letters (PRODUCT.md, "Words")."""

    DO = "do", _("Do you do it?")
    VERIFY = "verify", _("Do you check that it is done?")
    RECEIVE = "receive", _("Does the message reach you?")


class AnswerQuerySet(models.QuerySet["Answer"]):
    """The vocabulary of answers."""

    def visible_to(self, user: User) -> Self:
        """Keep the answers of the assessments a person may read."""
        return self.filter(shown_to(user, "assessment"))

    def of_assessment(self, assessment: Assessment) -> Self:
        """Keep one assessment's answers in play: not put away, not switched off by an option."""
        return self.filter(assessment=assessment).in_play()

    def in_play(self) -> Self:
        """Keep what no upgrade has put away and no option has switched off."""
        return self.filter(archived_by=None, is_switched_off=False)

    def all_of(self, assessment: Assessment) -> Self:
        """Keep one assessment's answers that no upgrade has put away, switched off ones too."""
        return self.filter(assessment=assessment, archived_by=None)

    def archived_of(self, assessment: Assessment) -> Self:
        """Keep what one assessment's upgrades have put away, and only that."""
        return self.filter(assessment=assessment).exclude(archived_by=None)

    def duties(self) -> Self:
        """Keep the rows that count: the client holds R or A."""
        return self.exclude(question=Question.RECEIVE)

    def owned_by(self, membership: Membership) -> Self:
        """Keep the rows a member has, alone or with a team."""
        teams = Team.objects.filter(members=membership).values("pk")
        return self.filter(Q(owner_membership=membership) | Q(owner_team__in=teams))

    def writable_by(self, membership: Membership) -> Self:
        """Keep the rows a member may answer: any, or own, team's and unassigned ones."""
        if membership.may(Action.ANSWER_ANY):
            return self
        if not membership.may(Action.ANSWER_OWN):
            return self.none()
        unassigned = Q(owner_membership=None, owner_team=None)
        teams = Team.objects.filter(members=membership).values("pk")
        return self.filter(unassigned | Q(owner_membership=membership) | Q(owner_team__in=teams))

    def overdue(self, *, on: date) -> Self:
        """Keep what is late: open, with its own date or its plan's passed, and not accepted.

        The date of an action counts while the action is to come. An acceptance counts for gaps
        alone, through its last day, which is the date of a gap that has no other (CONTRACTS.md,
        "Counting": not overdue until it expires). `due_of` and `days_late` say the same.
        """
        own, to_come = Q(due_on__lt=on), Q(gap_plan__state__in=STANDING)
        planned = to_come & Q(gap_plan__by_when__lt=on)
        has_no_date = Q(due_on=None) & (Q(gap_plan__by_when=None) | ~to_come)
        run_out = Q(gap_plan__expires_on__lt=on) & has_no_date
        is_accepted = Q(gap_plan__expires_on__gte=on)
        is_late_gap = Q(coverage__in=GAPS) & (own | planned | run_out) & ~is_accepted
        return self.filter(is_late_gap | (own & Q(coverage=Coverage.UNANSWERED)))

    def gaps(self) -> Self:
        """Keep the gaps: duties answered gap or partial (PRODUCT.md, "Words")."""
        return self.duties().filter(coverage__in=GAPS)

    def accepted(self, *, on: date) -> Self:
        """Keep the gaps somebody accepted, while it holds."""
        return self.gaps().filter(gap_plan__expires_on__gte=on)

    def planned(self) -> Self:
        """Keep the gaps for which an action with a date is to come."""
        plans = GapPlan.objects.filter(state__in=STANDING, by_when__isnull=False)
        return self.gaps().filter(gap_plan__in=plans.exclude(action="").values("pk"))

    def proven(self, *, on: date) -> Self:
        """Keep the duties that are proven on a day (CONTRACTS.md, "Counting").

        Covered, with an owner, not to recheck, with a proof that stands and has not expired, and
        accepted by a reviewer where the organisation has four eyes.
        """
        has_owner = ~Q(owner_membership=None) | ~Q(owner_team=None)
        is_reviewed = Q(review=Review.ACCEPTED) | Q(organisation__has_four_eyes=False)
        proofs = Attachment.objects.filter(answer=OuterRef("pk"))
        covered = self.duties().filter(coverage=Coverage.COVERED, is_to_recheck=False)
        return covered.filter(has_owner, is_reviewed, Exists(proofs.valid(on=on)))

    def stale(self, *, on: date) -> Self:
        """Keep the covered duties that have proofs, all of them expired."""
        proofs = Attachment.objects.filter(answer=OuterRef("pk"))
        covered = self.duties().filter(coverage=Coverage.COVERED)
        return covered.filter(Exists(proofs.standing()), ~Exists(proofs.valid(on=on)))

    def submitted(self) -> Self:
        """Keep the rows that wait for a reviewer."""
        return self.filter(review=Review.SUBMITTED)

    def submittable(self) -> Self:
        """Keep the rows that say something nobody was asked to confirm yet, or sent back."""
        said = self.exclude(coverage=Coverage.UNANSWERED)
        return said.filter(review__in=[Review.NONE, Review.SENT_BACK])

    def in_printed_order(self) -> Self:
        """Order as on the page."""
        return self.order_by("activity__position")


class Answer(models.Model):
    """What an organisation says about one activity in scope."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="answers")
    activity = models.ForeignKey(Activity, on_delete=models.RESTRICT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    question = models.CharField(max_length=8, choices=Question)
    coverage = models.CharField(
        _("coverage"), max_length=16, choices=Coverage, default=Coverage.UNANSWERED
    )
    reason = models.TextField(_("reason"), blank=True)
    until = models.DateField(_("until"), null=True)
    note = models.TextField(_("note"), blank=True)
    internal_note = models.TextField(_("internal note"), blank=True)
    owner_membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    owner_team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    due_on = models.DateField(_("due"), null=True)
    # Since when it is a gap without a break; from gap to partial and back it stays.
    gap_since = models.DateField(null=True)
    # Carried over a reworded activity: declared as before, not proven until looked at again.
    is_to_recheck = models.BooleanField(_("to recheck"), default=False)
    is_switched_off = models.BooleanField(_("switched off by an option"), default=False)
    archived_by = models.ForeignKey(
        "Upgrade", on_delete=models.RESTRICT, null=True, related_name="archived"
    )
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # Who last gave the row what a reviewer confirms: coverage, reason, until and note.
    answered_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    review = models.CharField(_("review"), max_length=12, choices=Review, default=Review.NONE)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    review_reason = models.TextField(_("why it was sent back"), blank=True)
    # What the row said when it was last accepted or signed, {} before: what "unchanged" means.
    confirmed = JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "activity"],
                condition=Q(archived_by=None),
                name="answer_once",
            ),
            models.CheckConstraint(
                condition=Q(coverage__in=Coverage.values), name="answer_coverage_known"
            ),
            models.CheckConstraint(
                condition=Q(question__in=Question.values), name="answer_question_known"
            ),
            models.CheckConstraint(
                condition=Q(owner_membership=None) | Q(owner_team=None),
                name="answer_one_owner",
                violation_error_message=_("A duty has one owner: a person or a team."),
            ),
            models.CheckConstraint(
                condition=~Q(coverage="not_applicable") | ~Q(reason=""),
                name="answer_not_applicable_has_reason",
                violation_error_message=_("Say why it is not applicable."),
            ),
            models.CheckConstraint(
                condition=Q(coverage="not_applicable") | Q(reason="", until=None),
                name="answer_reason_only_if_not_applicable",
            ),
            models.CheckConstraint(
                condition=Q(coverage__in=["gap", "partial"], gap_since__isnull=False)
                | (~Q(coverage__in=["gap", "partial"]) & Q(gap_since=None)),
                name="answer_gap_has_since",
            ),
            models.CheckConstraint(
                condition=Q(review__in=Review.values), name="answer_review_known"
            ),
            models.CheckConstraint(
                condition=Q(review="none", submitted_at=None, submitted_by=None)
                | (~Q(review="none") & Q(submitted_at__isnull=False)),
                name="answer_submitted_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(review__in=["none", "submitted"], reviewed_at=None, reviewed_by=None)
                | Q(review__in=["accepted", "sent_back"], reviewed_at__isnull=False),
                name="answer_reviewed_with_moment",
            ),
            models.CheckConstraint(
                condition=(Q(review="sent_back") & ~Q(review_reason=""))
                | (~Q(review="sent_back") & Q(review_reason="")),
                name="answer_sent_back_has_reason",
                violation_error_message=_("Say why it is sent back."),
            ),
            models.CheckConstraint(
                condition=Q(review="none") | ~Q(coverage="unanswered"),
                name="answer_review_of_something",
            ),
        ]
        indexes = [
            models.Index(fields=["assessment", "coverage"], name="answer_by_coverage"),
            models.Index(fields=["assessment", "review"], name="answer_by_review"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.coverage}"

    @property
    def said(self) -> dict[str, Any]:
        """Return what a reviewer confirms of the row, as JSON holds it."""
        values = {name: getattr(self, name) for name in CONFIRMED}
        return values | {"until": self.until.isoformat() if self.until else None}

    @property
    def is_as_confirmed(self) -> bool:
        """Tell whether the row says what it said when it was last accepted or signed."""
        return bool(self.confirmed) and self.confirmed == self.said

    def is_own_work_of(self, member: Membership) -> bool:
        """Tell whether a member answered or submitted it: under four eyes another one accepts."""
        return member.pk in {self.answered_by_id, self.submitted_by_id}
