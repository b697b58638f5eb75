"""The day's counters of an assessment: what changes make of it, and what the date does."""

from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from assessments.models.assessment import Assessment


class DayCount(models.Model):
    """How an assessment stood at the end of a day, duties only; today's row is the present.

    `duties` are those in scope that no option has switched off.

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


class ProvenDay(models.Model):
    """What the date alone moves, as a day ended (CONTRACTS.md, "Counting"); duties only.

    `proven` and `stale` count covered duties, `overdue` and `lapsed` (an acceptance that has run
    out) open ones. A chore writes the row of today again and again, and never one of another day:
    a day on which it did not run has none, and nobody can know what it was. It is kept for the
    trend alone; whatever tells of today counts anew.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="proven_days"
    )
    day = models.DateField()
    proven = models.PositiveIntegerField(default=0)
    stale = models.PositiveIntegerField(default=0)
    overdue = models.PositiveIntegerField(default=0)
    lapsed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "day"], name="proven_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.proven} proven"
