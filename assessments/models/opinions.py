"""What an auditor found on a row: a statement beside the answer, never a part of it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation
from assessments.models.answers import Answer
from assessments.models.assessment import Assessment


class Result(models.TextChoices):
    """What auditors call what they find (ISO 19011, 3.10; ISO/IEC 17021-1, 3.12 and 3.13)."""

    CONFORMING = "conforming", pgettext_lazy("opinion", "conforming")
    OBSERVATION = "observation", pgettext_lazy("opinion", "observation")
    MINOR = "minor", pgettext_lazy("opinion", "minor non-conformity")
    MAJOR = "major", pgettext_lazy("opinion", "major non-conformity")
    NOT_TESTED = "not_tested", pgettext_lazy("opinion", "not tested")


# These ask the organisation for an action.
NON_CONFORMING = (Result.MINOR, Result.MAJOR)


class OpinionQuerySet(models.QuerySet["Opinion"]):
    """The vocabulary of opinions."""

    def standing(self) -> Self:
        """Keep those that say something: not taken back."""
        return self.exclude(result="")

    def of_assessment(self, assessment: Assessment) -> Self:
        """Keep what stands on the rows of an assessment that are in play."""
        answers = Answer.objects.of_assessment(assessment).order_by()
        return self.standing().filter(answer__in=answers.values("pk"))

    def latest_first(self) -> Self:
        """Order by the moment they were recorded, the latest first."""
        return self.order_by("-stated_at", "-pk")


class Opinion(models.Model):
    """One auditor's opinion on one answer (CONTRACTS.md, "Rights": only auditors state it).

    Declared and proven coverage do not depend on it. `stated_on` is the day the auditor names,
    `stated_at` the moment it was recorded. One that was taken back keeps its row without a
    result, so that a revision is never met twice. The `note` goes to whoever reads the answer.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="opinions")
    # A membership ends, it is not deleted: who stated it stays who stated it.
    author = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    result = models.CharField(_("result"), max_length=16, choices=Result, blank=True)
    note = models.TextField(_("auditor’s note"), blank=True)
    stated_on = models.DateField(_("date of the opinion"), null=True)
    stated_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "author"], name="opinion_once_per_auditor"),
            models.CheckConstraint(
                condition=Q(result="", note="", stated_on=None)
                | Q(result__in=Result.values, stated_on__isnull=False),
                name="opinion_whole",
                violation_error_message=_("An opinion has a result and a date."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.result}"
