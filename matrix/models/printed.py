"""The parts of an edition: columns, headings, rows, cells, and what the reader noticed."""

from itertools import combinations
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from database.fields import JSONField
from matrix.models.library import Edition

LETTERS = "RACIS"
LETTER_SETS = [
    "".join(letters) for size in range(len(LETTERS) + 1) for letters in combinations(LETTERS, size)
]


class Party(models.Model):
    """A column of the matrix that holds letters."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    is_client = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="party_position_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(is_client=True), name="party_one_client"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A heading as printed. Its number and title are not unique on real pages."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="children"
    )
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    verbatim = models.TextField()
    note = models.TextField(blank=True)
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="section_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ActivityQuerySet(models.QuerySet["Activity"]):
    """The vocabulary of activities."""

    def in_printed_order(self) -> Self:
        """Order as on the page."""
        return self.order_by("position")

    def held_by(self, party: Party, letters: str) -> Self:
        """Keep the activities on which `party` holds any of `letters`."""
        wanted = Q(*[("letters__contains", letter) for letter in letters], _connector=Q.OR)
        held = Assignment.objects.filter(wanted, activity=OuterRef("pk"), party=party)
        return self.filter(Exists(held))

    def not_held_by(self, party: Party) -> Self:
        """Keep the activities on which the cell of `party` holds no letter."""
        held = Assignment.objects.filter(activity=OuterRef("pk"), party=party).exclude(letters="")
        return self.exclude(Exists(held))

    def duties_of(self, party: Party) -> Self:
        """Keep the activities on which `party` holds R or A (CONTRACTS.md, "Counting")."""
        return self.held_by(party, "RA")


class Activity(models.Model):
    """One row of the matrix. `position` is its place on the page, the only key it has."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="activities"
    )
    position = models.PositiveIntegerField()
    text = models.TextField(_("activity"))
    verbatim = models.TextField()
    note = models.TextField(blank=True)
    folded = models.TextField()
    line = models.PositiveIntegerField()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="activity_position_once")
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """The letters one party holds on one activity, with the cell as printed."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="assignments")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="assignments")
    letters = models.CharField(max_length=5, blank=True)
    verbatim = models.TextField(blank=True)
    is_derived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "party"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(letters__in=LETTER_SETS), name="assignment_letters_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.letters or '–'}"


class Finding(models.Model):
    """What the reader noticed, with its place. Words are made from `code` and `values`."""

    class Severity(models.TextChoices):
        """How much it weighs."""

        ERROR = "error", _("Error")
        WARNING = "warning", _("Warning")
        INFO = "info", _("Information")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity)
    line = models.PositiveIntegerField(null=True)
    sheet = models.CharField(max_length=120, blank=True)
    cell = models.CharField(max_length=200, blank=True)
    values = JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="finding_position_once"),
            models.CheckConstraint(
                condition=Q(severity__in=["error", "warning", "info"]),
                name="finding_severity_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.line})"
