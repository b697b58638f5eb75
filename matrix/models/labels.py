"""Texts of an edition in another language: overlays, never the printed text."""

from django.db import models

from database.fields import JSONField
from matrix.models.library import Edition
from matrix.models.printed import Activity, Section


class LabelSet(models.Model):
    """An edition's texts in another language: an overlay, never the printed text."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="label_sets")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)
    notice = models.TextField(blank=True)
    legend = JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="label_set_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.language})"


class SectionLabel(models.Model):
    """A section's title in another language."""

    label_set = models.ForeignKey(LabelSet, on_delete=models.CASCADE, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="labels")
    title = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_set", "section"], name="section_label_once")
        ]

    def __str__(self) -> str:
        return self.title


class ActivityLabel(models.Model):
    """An activity's text in another language."""

    label_set = models.ForeignKey(LabelSet, on_delete=models.CASCADE, related_name="activities")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="labels")
    text = models.TextField()
    folded = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_set", "activity"], name="activity_label_once")
        ]

    def __str__(self) -> str:
        return self.text
