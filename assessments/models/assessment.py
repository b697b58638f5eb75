"""An assessment: who, which edition, which scope, which period."""

from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from assessments.models.sharing import shown_to
from matrix.models import Edition, Party


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """The vocabulary of assessments."""

    def visible_to(self, user: User) -> Self:
        """Keep the assessments a person may read."""
        return self.filter(shown_to(user, "pk"))

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep one organisation's assessments."""
        return self.filter(organisation=organisation)

    def in_course(self) -> Self:
        """Leave out periods that are over: signed or closed, with a later one of the scope here.

        Here is among these assessments: who reads only the period that is over still sees it.
        """
        later = self.order_by().filter(copied_from=OuterRef("pk"), scope=OuterRef("scope"))
        return self.exclude(~Q(state="active") & Exists(later))

    def with_matrix(self) -> Self:
        """Read the edition, its matrix and provider along."""
        return self.select_related("edition__matrix__provider", "client_party").defer(
            "edition__source"
        )


class Assessment(models.Model):
    """One organisation, one edition, one scope and a period."""

    class State(models.TextChoices):
        """Where it is in its life."""

        ACTIVE = "active", _("Active")
        SIGNED = "signed", _("Signed")
        CLOSED = "closed", _("Closed")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="assessments"
    )
    edition = models.ForeignKey(Edition, on_delete=models.RESTRICT, related_name="assessments")
    client_party = models.ForeignKey(Party, on_delete=models.RESTRICT, related_name="+")
    scope = models.CharField(_("scope"), max_length=160)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    has_messages = models.BooleanField(
        _("also the activities on which we are consulted or informed"), default=False
    )
    state = models.CharField(max_length=16, choices=State, default=State.ACTIVE)
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="assessment_period_in_order",
                violation_error_message=_("The period ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["active", "signed", "closed"]),
                name="assessment_state_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.matrix.service} · {self.scope}"
