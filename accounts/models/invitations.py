"""Invitations: an address that may become a member, for a while."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.members import Membership
from accounts.models.organisations import Organisation
from accounts.models.people import Language
from accounts.models.teams import Team
from accounts.rights import Role

_OPEN = Q(accepted_at=None, withdrawn_at=None)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """The vocabulary of invitations."""

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep the invitations into one organisation."""
        return self.filter(organisation=organisation)

    def open(self) -> Self:
        """Keep those nobody has accepted or withdrawn, expired ones included."""
        return self.filter(_OPEN)

    def valid(self, at: datetime) -> Self:
        """Keep the open ones whose time has not run out."""
        return self.open().filter(expires_at__gt=at)

    def with_names(self) -> Self:
        """Fetch what a page says of them: organisation, team, and who invited."""
        return self.select_related("organisation", "team", "invited_by__user")


class Invitation(models.Model):
    """An address asked to join an organisation with a role.

    Whoever holds the key joins. The key is in the mail and nowhere else: here is its SHA-256.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.CharField(_("role"), max_length=16, choices=Membership.RoleName)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(_("language"), max_length=2, choices=Language)
    key_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=_OPEN,
                name="invitation_open_once_per_address",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="invitation_email_in_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in Role]), name="invitation_role_known"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="invitation_accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_role_display()}"

    def is_expired(self, at: datetime) -> bool:
        """Tell whether its time has run out."""
        return self.expires_at <= at
