"""Answers: what an organisation says about each activity in scope."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Team, User
from accounts.rights import Action
from assessments.models.assessment import Assessment
from matrix.models import Activity


class Coverage(models.TextChoices):
    """The five answers there are."""

    UNANSWERED = "unanswered", _("unanswered")
    COVERED = "covered", _("covered")
    PARTIAL = "partial", _("partial")
    GAP = "gap", _("gap")
    NOT_APPLICABLE = "not_applicable", _("not applicable")


class Question(models.TextChoices):
    """What is asked of a row, from the client's letters (PRODUCT.md, "Words")."""

    DO = "do", _("Do you do it?")
    VERIFY = "verify", _("Do you check that it is done?")
    RECEIVE = "receive", _("Does the message reach you?")


class AnswerQuerySet(models.QuerySet["Answer"]):
    """The vocabulary of answers."""

    def visible_to(self, user: User) -> Self:
        """Keep the answers of the organisations a person belongs to."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user).values("pk"))

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
        """Keep duties whose date has passed while they are not covered."""
        open_coverages = [Coverage.GAP, Coverage.PARTIAL, Coverage.UNANSWERED]
        return self.filter(coverage__in=open_coverages, due_on__lt=on)

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
        ]
        indexes = [models.Index(fields=["assessment", "coverage"], name="answer_by_coverage")]

    def __str__(self) -> str:
        return f"{self.activity}: {self.coverage}"
