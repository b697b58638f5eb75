"""What auditors are shown: one assessment, shared with one of them."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation, User
from accounts.rights import Role


class ShareQuerySet(models.QuerySet["Share"]):
    """The vocabulary of shares."""

    def with_auditors(self) -> Self:
        """Keep those of people who are auditors now. Another role sees all, and needs none."""
        return self.filter(membership__role=Role.AUDITOR, membership__ended_at=None)


def shown_to(user: User, assessment: str) -> Q:
    """Return what holds for the rows a person may read, `assessment` being a path to its id.

    Everything of the organisations they belong to; as an auditor what is shared with them
    (CONTRACTS.md, "Rights").
    """
    members = Membership.objects.filter(user=user, ended_at=None)
    reading_all = members.exclude(role=Role.AUDITOR).values("organisation")
    shared = Share.objects.with_auditors().filter(membership__user=user).values("assessment")
    return Q(organisation__in=reading_all) | Q(**{f"{assessment}__in": shared})


class Share(models.Model):
    """One assessment that one auditor may read (CONTRACTS.md, "Rights")."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(
        "assessments.Assessment", on_delete=models.CASCADE, related_name="shares"
    )
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")
    shared_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    shared_at = models.DateTimeField()

    objects = ShareQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "membership"], name="share_once_per_auditor"
            )
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}: {self.membership}"
