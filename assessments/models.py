"""Assessments, answers, the day's counters, the workbooks made."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, Team, User
from accounts.rights import Action
from matrix.models import Activity, Edition, Party


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """The vocabulary of assessments."""

    def visible_to(self, user: User) -> Self:
        """Keep the assessments of the organisations a person belongs to."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user).values("pk"))

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep one organisation's assessments."""
        return self.filter(organisation=organisation)

    def with_matrix(self) -> Self:
        """Read the edition, its matrix and provider along."""
        return self.select_related("edition__matrix__provider", "client_party").defer(
            "edition__source"
        )


class Assessment(models.Model):
    """One organisation, one edition, one scope and a period."""

    class State(models.TextChoices):
        """Where it is in its life."""

        ACTIVE = "active", _("Active")
        SIGNED = "signed", _("Signed")
        CLOSED = "closed", _("Closed")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="assessments"
    )
    edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="assessments")
    client_party = models.ForeignKey(Party, on_delete=models.RESTRICT, related_name="+")
    scope = models.CharField(_("scope"), max_length=160)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    has_messages = models.BooleanField(
        _("also the activities on which we are consulted or informed"), default=False
    )
    state = models.CharField(max_length=16, choices=State, default=State.ACTIVE)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="assessment_period_in_order",
                violation_error_message=_("The period ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "signed", "closed"]),
                name="assessment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.matrix.service} · {self.scope}"


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
        """Keep one assessment's answers."""
        return self.filter(assessment=assessment)

    def duties(self) -> Self:
        """Keep the rows that count: the client holds R or A."""
        return self.exclude(question=Question.RECEIVE)

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
    changed_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "activity"], name="answer_once"),
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


class DayCount(models.Model):
    """How an assessment stood at the end of a day, duties only; today's row is the present.

    Updated with each change in the same transaction; `recount` must find no difference. A day
    without a change has no row: it stood as on the last day that has one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    duties = models.PositiveIntegerField(default=0)
    covered = models.PositiveIntegerField(default=0)
    partial = models.PositiveIntegerField(default=0)
    gap = models.PositiveIntegerField(default=0)
    not_applicable = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "day"], name="day_count_once"),
            models.CheckConstraint(
                condition=Q(
                    duties__gte=F("covered") + F("partial") + F("gap") + F("not_applicable")
                ),
                name="day_count_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.covered} / {self.duties}"


class Export(models.Model):
    """A workbook that was made: its id is written in it, its cells are hashed here."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="exports")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    filter = models.TextField(blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    cells_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
