"""The workbooks that were made."""

import uuid

from django.db import models

from accounts.models import Membership, Organisation
from assessments.models.assessment import Assessment


class Export(models.Model):
    """A workbook that was made: its id is written in it, its cells are hashed here."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="exports")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.CharField(max_length=32)
    language = models.CharField(max_length=8)
    filter = models.TextField(blank=True)
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    cells_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
