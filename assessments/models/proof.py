"""Proofs: which evidence is attached to which answer, and who sees evidence at all."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from assessments.models.sharing import Share
from evidence.models import Evidence, EvidenceQuerySet


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """The vocabulary of attachments."""

    def visible_to(self, user: User) -> Self:
        """Keep the attachments of evidence that a person may read."""
        return self.filter(evidence__in=evidence_shown_to(user).values("pk"))

    def standing(self) -> Self:
        """Keep those of evidence that nobody has withdrawn."""
        return self.filter(evidence__withdrawn_at=None)

    def valid(self, *, on: date) -> Self:
        """Keep what proves something on a day: it stands, and has not expired."""
        return self.filter(evidence__in=Evidence.objects.standing().valid(on=on).values("pk"))

    def in_play(self) -> Self:
        """Keep those of rows that no upgrade has put away and no option has switched off."""
        return self.filter(answer__archived_by=None, answer__is_switched_off=False)

    def in_order(self) -> Self:
        """Order as they were attached."""
        return self.order_by("attached_at", "pk")


def evidence_shown_to(user: User) -> EvidenceQuerySet:
    """Return the evidence a person may read: the one place that says so.

    Everything of the organisations they belong to; as an auditor what stands, is for auditors,
    and proves a row in play of an assessment shared with them (CONTRACTS.md, "Rights").
    """
    shared = Share.objects.with_auditors().filter(membership__user=user).values("assessment")
    attached = Attachment.objects.in_play().filter(answer__assessment__in=shared)
    for_auditors = Q(
        pk__in=attached.values("evidence"), is_visible_to_auditor=True, withdrawn_at=None
    )
    of_members = Q(pk__in=Evidence.objects.visible_to(user).values("pk"))
    return Evidence.objects.filter(of_members | for_auditors)


class Attachment(models.Model):
    """One piece of evidence that proves one answer. It may prove many others too.

    An upgrade re-points the answer, and the attachment stays with it. Detaching deletes this row
    and never the evidence.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(
        "assessments.Answer", on_delete=models.CASCADE, related_name="attachments"
    )
    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="attachments")
    attached_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    attached_at = models.DateTimeField()

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "evidence"],
                name="attachment_once",
                violation_error_message=_("This proof is attached to the duty already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} proves {self.answer_id}"
