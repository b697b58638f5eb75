"""Which controls of a framework a row belongs to, as an organisation says: an overlay."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation
from database.fields import JSONField
from matrix.models.library import Edition
from matrix.models.printed import Activity


class Framework(models.TextChoices):
    """The catalogues whose identifiers are kept. Their titles and texts are not ours to ship."""

    ISO_27001 = "iso-27001-2022", "ISO/IEC 27001:2022"
    NIST_800_53 = "nist-800-53-r5", "NIST SP 800-53 r5"
    NIST_CSF = "nist-csf-2", "NIST CSF 2.0"
    SECNUMCLOUD = "secnumcloud-3.2", "SecNumCloud 3.2"
    PCI_DSS = "pci-dss-4", "PCI DSS 4"


class ControlChoiceQuerySet(models.QuerySet["ControlChoice"]):
    """The vocabulary of what organisations say of controls."""

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep what one organisation says."""
        return self.filter(organisation=organisation)

    def of_edition(self, edition: Edition) -> Self:
        """Keep what is said of the rows of an edition."""
        return self.filter(activity__edition=edition)


class ControlChoice(models.Model):
    """What an organisation says of one row and one framework, in place of what is suggested.

    `identifiers` are in order, each once; none means that the row belongs to no control. Without
    a row here nobody has said anything yet.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    framework = models.CharField(max_length=20, choices=Framework)
    identifiers = JSONField(default=list)
    chosen_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    chosen_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = ControlChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "activity", "framework"], name="control_choice_once"
            ),
            models.CheckConstraint(
                condition=Q(framework__in=Framework.values), name="control_choice_framework_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.framework}: {', '.join(self.identifiers)}"
