"""A matrix on its way in: the file somebody brought, and what they said about it."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from database.fields import JSONField
from matrix.models.library import Edition, Matrix


class MatrixImportQuerySet(models.QuerySet["MatrixImport"]):
    """The vocabulary of imports."""

    def visible_to(self, user: User) -> Self:
        """Keep the imports of the organisations a person belongs to."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user).values("pk"))

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep one organisation's imports."""
        return self.filter(organisation=organisation)

    def open(self) -> Self:
        """Keep those that are not published yet."""
        return self.filter(published_as=None)


class MatrixImport(models.Model):
    """A file or a text before it is published: nothing of it is in the library yet.

    `choice` is what the person decided of the reading (sheet, header row, party, product,
    corrections), `provenance` what the file does not say (provider, service, licence, dates,
    ...). `is_written` marks a matrix written by hand, whose `content` is its text. `matrix` is
    the one it becomes a new edition of. `outcome` is what the last reading gave, for a file too
    long to read at each look. `job_key` is the work that reads or publishes it.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    name = models.CharField(_("file"), max_length=300)
    content = models.BinaryField()
    is_written = models.BooleanField(default=False)
    matrix = models.ForeignKey(Matrix, on_delete=models.SET_NULL, null=True, related_name="+")
    choice = JSONField(default=dict)
    provenance = JSONField(default=dict)
    outcome = JSONField(default=dict)
    job_key = models.UUIDField(null=True)
    published_as = models.ForeignKey(
        Edition, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1)

    objects = MatrixImportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="matrix_import_has_name")
        ]

    def __str__(self) -> str:
        return self.name
