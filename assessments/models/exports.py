"""The workbooks that were made."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation, User
from assessments.models.assessment import Assessment
from assessments.models.sharing import shown_to


class ExportQuerySet(models.QuerySet["Export"]):
    """The vocabulary of exports."""

    def visible_to(self, user: User) -> Self:
        """Keep those of assessments a person may read.

        Of portfolios an auditor sees those they made: another's may tell of more.
        """
        own = Q(assessment=None, made_by__user=user, made_by__ended_at=None)
        return self.filter(shown_to(user, "assessment") | own)

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep one organisation's exports."""
        return self.filter(organisation=organisation)


class Export(models.Model):
    """A workbook that was made: its id is written in it, its cells are hashed here.

    That of a portfolio is of no one assessment.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, null=True, related_name="exports"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    filter = models.TextField(blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    cells_sha256 = models.CharField(max_length=64)

    objects = ExportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(assessment__isnull=False) & ~Q(kind="portfolio"))
                | Q(assessment=None, kind="portfolio"),
                name="export_of_portfolio_or_assessment",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class ExportedCells(models.Model):
    """Cells of an exported workbook, as they were written: a compressed piece of one sheet.

    Apart from `Export`, so that no list of exports fetches them. Pieces are numbered from 0 in
    the order of the file; each sheet has at least one. `packed` is as `readers.cells` packs it.
    What proves them is the event of the export: a trigger refuses every change, and a piece that
    was changed, added or taken away below it no longer has the hash of the event.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    export = models.ForeignKey(Export, on_delete=models.CASCADE, related_name="cells")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=64)
    is_hashed = models.BooleanField()
    packed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="exported_cells_once")
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number} {self.sheet}"
