"""The plan of a gap: what is done about it, by whom and by when, or who accepted it until when."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation


class Severity(models.TextChoices):
    """How bad a gap is; a plan without one is not rated."""

    LOW = "low", pgettext_lazy("severity", "low")
    MEDIUM = "medium", pgettext_lazy("severity", "medium")
    HIGH = "high", pgettext_lazy("severity", "high")
    CRITICAL = "critical", pgettext_lazy("severity", "critical")


class PlanState(models.TextChoices):
    """How far the action is."""

    TO_DO = "to_do", pgettext_lazy("action", "to do")
    IN_PROGRESS = "in_progress", pgettext_lazy("action", "in progress")
    DONE = "done", pgettext_lazy("action", "done")
    DROPPED = "dropped", pgettext_lazy("action", "dropped")


# An action in one of these is still to come: its date counts, and makes a gap a planned one.
STANDING = (PlanState.TO_DO, PlanState.IN_PROGRESS)


class GapPlan(models.Model):
    """What is planned for one gap. It stays when the gap closes, and is there if it opens again.

    Without `responsible` the owner of the row acts. `ticket_url` is shown as a link and never
    fetched; a trigger keeps it to http and https. The acceptance (who, when, until when, why) is
    there whole or not at all; it holds through `expires_on`.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.OneToOneField(
        "assessments.Answer", on_delete=models.CASCADE, related_name="gap_plan"
    )
    severity = models.CharField(_("severity"), max_length=8, choices=Severity, blank=True)
    action = models.TextField(_("action"), blank=True)
    responsible = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_when = models.DateField(_("by when"), null=True)
    state = models.CharField(_("state"), max_length=12, choices=PlanState, default=PlanState.TO_DO)
    ticket_url = models.URLField(_("ticket"), max_length=500, blank=True)
    accepted_at = models.DateTimeField(null=True)
    # A membership ends, it is not deleted: who accepted stays who accepted.
    accepted_by = models.ForeignKey(
        Membership, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    expires_on = models.DateField(_("accepted until"), null=True)
    acceptance_reason = models.TextField(_("why it is accepted"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["", *Severity.values]), name="gap_plan_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="gap_plan_state_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    accepted_at=None, accepted_by=None, expires_on=None, acceptance_reason=""
                )
                | (
                    Q(
                        accepted_at__isnull=False,
                        accepted_by__isnull=False,
                        expires_on__isnull=False,
                    )
                    & ~Q(acceptance_reason="")
                ),
                name="gap_plan_acceptance_whole",
                violation_error_message=_("An acceptance says until when and why."),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "by_when"], name="gap_plan_by_date")]

    def __str__(self) -> str:
        return f"{self.answer_id}: {self.state}"
