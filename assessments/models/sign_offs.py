"""Sign-offs: an assessment as it stood when somebody put their name to it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from assessments.models.assessment import Assessment
from assessments.models.sharing import shown_to
from assessments.scoring import Counts
from database.fields import JSONField


class SignOffQuerySet(models.QuerySet["SignOff"]):
    """The vocabulary of sign-offs."""

    def visible_to(self, user: User) -> Self:
        """Keep the sign-offs of the assessments a person may read."""
        return self.filter(shown_to(user, "assessment"))

    def of_assessment(self, assessment: Assessment) -> Self:
        """Keep one assessment's sign-offs."""
        return self.filter(assessment=assessment)

    def in_force(self) -> Self:
        """Keep those that were not reopened."""
        return self.filter(reopened_at=None)

    def light(self) -> Self:
        """Leave the frozen rows in the database, and read who signed and reopened along."""
        return self.select_related("signed_by__user", "reopened_by__user").defer("snapshot")

    def latest_first(self) -> Self:
        """Order from the latest one back."""
        return self.order_by("-signed_at", "-pk")


class SignOff(models.Model):
    """A frozen, hashed copy of an assessment, with a name.

    `sha256` is that of the canonical JSON of `snapshot`. The counters repeat what the snapshot
    says of duties, so that a list need not fetch it. `head_sequence` and `head_seal` are the
    head of the organisation's chain at signing. A trigger refuses every change but the one
    reopening; a sign-off goes only with its organisation, and its hash stays in the chain.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="sign_offs")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    signed_at = models.DateTimeField()
    # A membership ends, it is not deleted: who signed stays who signed.
    signed_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    statement = models.TextField(blank=True)
    snapshot = JSONField()
    sha256 = models.CharField(max_length=64)
    duties = models.PositiveIntegerField()
    covered = models.PositiveIntegerField()
    partial = models.PositiveIntegerField()
    gap = models.PositiveIntegerField()
    not_applicable = models.PositiveIntegerField()
    limits = JSONField(default=dict)
    head_sequence = models.PositiveBigIntegerField()
    head_seal = models.CharField(max_length=64)
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(
        Membership, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    reopen_reason = models.TextField(blank=True)

    objects = SignOffQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(reopened_at=None),
                name="sign_off_one_in_force",
                violation_error_message=_("This assessment is signed already."),
            ),
            models.CheckConstraint(
                condition=Q(reopened_at=None, reopened_by=None, reopen_reason="")
                | (Q(reopened_at__isnull=False, reopened_by__isnull=False) & ~Q(reopen_reason="")),
                name="sign_off_reopened_with_reason",
                violation_error_message=_("Say why it is reopened."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "signed_at"], name="sign_off_by_moment")]

    def __str__(self) -> str:
        return f"{self.signed_at:%Y-%m-%d} {self.short_hash}"

    @property
    def short_hash(self) -> str:
        """Return the first 12 digits: enough to recognise it, short enough to write down."""
        return self.sha256[:12]

    @property
    def counts(self) -> Counts:
        """Return how the duties stood."""
        return Counts(self.duties, self.covered, self.partial, self.gap, self.not_applicable)
