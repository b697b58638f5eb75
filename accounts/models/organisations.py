"""Organisations: the tenants."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import Language, User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """The vocabulary of organisations."""

    def visible_to(self, user: User) -> Self:
        """Keep the organisations a user belongs to now."""
        return self.filter(memberships__user=user, memberships__ended_at=None)

    def by_name(self) -> Self:
        """Order for a menu."""
        return self.order_by("name", "id")


class Organisation(models.Model):
    """A tenant: everything that belongs to one carries its id.

    `classification` is the mark printed on all that leaves, "" for none.
    """

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=2, choices=Language, default=Language.FRENCH)
    is_demo = models.BooleanField(default=False)
    contributors_answer_any = models.BooleanField(default=False)
    requires_mfa = models.BooleanField(default=False)
    has_four_eyes = models.BooleanField(default=False)
    classification = models.CharField(max_length=60, blank=True, default="")
    created_at = models.DateTimeField()

    objects = OrganisationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
