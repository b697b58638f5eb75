"""Memberships: who is what, and where."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organisations import Organisation
from accounts.models.people import User
from accounts.rights import Action, Role, may


class MembershipQuerySet(models.QuerySet["Membership"]):
    """The vocabulary of memberships."""

    def current(self) -> Self:
        """Keep memberships that have not ended, of people who may still sign in."""
        return self.filter(ended_at=None, user__is_active=True)

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep the members of one organisation."""
        return self.filter(organisation=organisation)

    def administrators(self) -> Self:
        """Keep those who manage people."""
        return self.filter(role=Role.ADMINISTRATOR)

    def by_name(self) -> Self:
        """Order for a menu, with their users."""
        return self.select_related("user").order_by("user__name", "user__email", "id")


class Membership(models.Model):
    """A person in an organisation, with a role. It ends; it is not deleted."""

    class RoleName(models.TextChoices):
        """The roles, in words."""

        ADMINISTRATOR = "administrator", _("Administrator")
        MANAGER = "manager", _("Manager")
        CONTRIBUTOR = "contributor", _("Contributor")
        VIEWER = "viewer", _("Viewer")
        AUDITOR = "auditor", _("Auditor")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=16, choices=RoleName)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="membership_once_per_organisation"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    role__in=["administrator", "manager", "contributor", "viewer", "auditor"]
                ),
                name="membership_role_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def may(self, action: Action) -> bool:
        """Tell whether this member may take `action` here."""
        widened = self.organisation.contributors_answer_any
        return may(self.role, action, contributors_answer_any=widened)
