"""Workbooks that are made in the background, and kept for a few days for who asked."""

import uuid
from datetime import datetime, timedelta
from typing import Final, Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation, User
from assessments.models.assessment import Assessment
from assessments.models.exports import Export
from assessments.models.sharing import shown_to

KEPT: Final = timedelta(days=7)


class MadeFileQuerySet(models.QuerySet["MadeFile"]):
    """The vocabulary of made files."""

    def visible_to(self, user: User) -> Self:
        """Keep what a person asked for, of assessments they may read now."""
        own = Q(asked_by__user=user, asked_by__ended_at=None)
        return self.filter(shown_to(user, "assessment"), own)

    def of_assessment(self, assessment: Assessment) -> Self:
        """Keep those of one assessment."""
        return self.filter(assessment=assessment)

    def asked_before(self, moment: datetime) -> Self:
        """Keep those that were asked for before `moment`."""
        return self.filter(asked_at__lt=moment)

    def latest_first(self) -> Self:
        """Order by the time they were asked for."""
        return self.order_by("-asked_at", "-id")


class MadeFile(models.Model):
    """A workbook that a job makes, or made, for the person who asked for it.

    `query` is the query string of its rows, "" for all. `place` is its name in the storage
    "made", which has the whole file or nothing; before it is made, and where it never is, there
    is none. How far it is, and why it failed, is told by the job `job_key`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    asked_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    query = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    job_key = models.UUIDField()
    export = models.ForeignKey(Export, on_delete=models.SET_NULL, null=True, related_name="+")
    place = models.CharField(max_length=120, blank=True, default="")
    size = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(null=True)

    objects = MadeFileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(made_at=None, place="", size=0)
                | Q(made_at__isnull=False, size__gt=0) & ~Q(place=""),
                name="made_file_with_its_place",
            )
        ]
        indexes = [models.Index(fields=["asked_at"], name="made_file_by_time")]

    def __str__(self) -> str:
        return f"{self.key} of assessment {self.assessment_id}"

    @property
    def goes_at(self) -> datetime:
        """Return when it is swept."""
        return self.asked_at + KEPT
