"""What somebody brought in: a workbook that comes back, a tracker, copied rows."""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation, User
from assessments.models.assessment import Assessment
from assessments.models.exports import Export
from assessments.models.sharing import shown_to
from database.fields import JSONField


class IntakeQuerySet(models.QuerySet["Intake"]):
    """The vocabulary of what is brought in."""

    def visible_to(self, user: User) -> Self:
        """Keep what a person may see: their own, and what others have applied."""
        own = Q(made_by__user=user, made_by__ended_at=None)
        is_applied = Q(state__in=[Intake.State.APPLIED, Intake.State.UNDONE])
        return self.filter(shown_to(user, "assessment"), own | is_applied)

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep what was brought into one organisation."""
        return self.filter(organisation=organisation)

    def of_assessment(self, assessment: Assessment) -> Self:
        """Keep what was brought into one assessment."""
        return self.filter(assessment=assessment)

    def drafts(self) -> Self:
        """Keep what nobody has applied or discarded."""
        return self.filter(state=Intake.State.DRAFT)

    def unapplied(self) -> Self:
        """Keep what has changed nothing: drafts, and what was discarded."""
        return self.filter(state__in=[Intake.State.DRAFT, Intake.State.DISCARDED])

    def made_before(self, moment: datetime) -> Self:
        """Keep what was brought in before a moment."""
        return self.filter(made_at__lt=moment)

    def latest_first(self) -> Self:
        """Order by when it was brought in, the latest first."""
        return self.order_by("-made_at", "-pk")


class Intake(models.Model):
    """One file or paste that somebody brought in: a draft until it is applied.

    `said` is `readers.said.Said` as JSON; `table` holds the cells of a sheet whose columns are
    still to be named, {} where there is none to name. `choices` are the decisions on conflicts,
    {"<answer key>:<field>@<revision of the row>": "theirs" or "ours"}: a decision holds only
    while its row stands as it was seen. A draft is its maker's alone. `batch` is that of the
    answers that were changed, "" while there is none; `opinions_batch` that of opinions.
    """

    class Kind(models.TextChoices):
        """What was brought in."""

        WORKING_COPY = "working-copy", pgettext_lazy("intake", "Remit workbook")
        TRACKER = "tracker", pgettext_lazy("intake", "Tracker")
        ROWS = "rows", pgettext_lazy("intake", "Copied rows")

    class State(models.TextChoices):
        """What became of it."""

        DRAFT = "draft", pgettext_lazy("intake", "Not applied yet")
        APPLIED = "applied", pgettext_lazy("intake", "Applied")
        UNDONE = "undone", pgettext_lazy("intake", "Taken back")
        DISCARDED = "discarded", pgettext_lazy("intake", "Discarded")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="intakes")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, blank=True)
    export = models.ForeignKey(Export, on_delete=models.SET_NULL, null=True, related_name="+")
    said = JSONField(default=dict)
    table = JSONField(default=dict)
    choices = JSONField(default=dict)
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    batch = models.CharField(max_length=32, blank=True)
    opinions_batch = models.CharField(max_length=32, blank=True)
    # How many rows it changed, kept for the list.
    rows = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    applied_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["working-copy", "tracker", "rows"]),
                name="intake_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "applied", "undone", "discarded"]),
                name="intake_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"], applied_at=None, applied_by=None)
                | Q(state__in=["applied", "undone"], applied_at__isnull=False),
                name="intake_applied_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | (~Q(state="undone") & Q(undone_at=None, undone_by=None)),
                name="intake_undone_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "discarded"], batch="", opinions_batch="")
                | (Q(state__in=["applied", "undone"]) & ~Q(batch="", opinions_batch="")),
                name="intake_applied_with_batch",
            ),
        ]
        indexes = [models.Index(fields=["assessment", "made_at"], name="intake_by_assessment")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.state}"
