"""Whether an option of the provider is bought, which switches rows on and off."""

from django.db import models

from accounts.models import Membership, Organisation
from assessments.models.assessment import Assessment
from matrix.models import Option


class OptionChoice(models.Model):
    """What an organisation says of one option, with the reason. No row is "undecided"."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="option_choices"
    )
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="+")
    is_bought = models.BooleanField()
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "option"], name="option_choice_once"),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="option_choice_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.is_bought}"
