"""From one edition to the next: what became of each answer, kept so that it can be taken back."""

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation
from assessments.models.answers import Answer
from assessments.models.assessment import Assessment
from database.fields import JSONField
from matrix.models import Activity, Edition, Party


class Upgrade(models.Model):
    """An assessment's move to another edition, in one transaction; revertible for 30 days."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="upgrades")
    from_edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="+")
    to_edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="+")
    from_party = models.ForeignKey(Party, on_delete=models.RESTRICT, related_name="+")
    to_party = models.ForeignKey(Party, on_delete=models.RESTRICT, related_name="+")
    applied_at = models.DateTimeField()
    applied_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    reverted_at = models.DateTimeField(null=True)
    reverted_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_edition=models.F("to_edition")), name="upgrade_to_another"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment}: {self.from_edition_id} → {self.to_edition_id}"


class UpgradeStep(models.Model):
    """What an upgrade did to one answer.

    `bucket` is the group it was shown in; `decision` what a person said ("" where nobody did).
    `before` and `after` are the values of the row on both sides of the move, by column; `after`
    also has its `outcome`, and in `written` a hash that tells whether anybody wrote since. `since`
    is what the row said when the move was reverted, if somebody had written in it: `is_kept` tells
    whether the revert left it standing. An answer to a new activity has no `old_activity`, an
    archived one no `new_activity`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    upgrade = models.ForeignKey(Upgrade, on_delete=models.CASCADE, related_name="steps")
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="+")
    bucket = models.CharField(max_length=24)
    decision = models.CharField(max_length=16, blank=True)
    old_activity = models.ForeignKey(
        Activity, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    new_activity = models.ForeignKey(
        Activity, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    before = JSONField(default=dict)
    after = JSONField(default=dict)
    since = JSONField(default=dict)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["upgrade", "answer"], name="upgrade_step_once")
        ]

    def __str__(self) -> str:
        return f"{self.bucket}: {self.answer_id}"
