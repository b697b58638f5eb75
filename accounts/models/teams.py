"""Teams: members who share duties."""

from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from accounts.models.members import Membership
from accounts.models.organisations import Organisation


class TeamQuerySet(models.QuerySet["Team"]):
    """The vocabulary of teams."""

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep the teams of one organisation."""
        return self.filter(organisation=organisation)

    def by_name(self) -> Self:
        """Order for a menu."""
        return self.order_by("name", "id")


class Team(models.Model):
    """People who share duties in an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=80)
    members: "models.ManyToManyField[Membership, TeamMember]" = models.ManyToManyField(
        Membership, through="TeamMember", related_name="teams"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organisation", Lower("name"), name="team_name_once_per_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        """Return two letters for the square badge."""
        words = self.name.split()
        letters = words[0][:2] if len(words) == 1 else words[0][0] + words[-1][0]
        return letters.upper()


class TeamMember(models.Model):
    """A member of a team."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "membership"], name="team_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.membership} in {self.team}"
