"""Providers, their matrices, and the editions of those."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from database.fields import JSONField


class Provider(models.Model):
    """Who publishes matrices."""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class MatrixQuerySet(models.QuerySet["Matrix"]):
    """The vocabulary of the library."""

    def bundled(self) -> Self:
        """Keep the matrices that come with the product."""
        return self.filter(organisation=None)

    def visible_to(self, user: User) -> Self:
        """Keep bundled matrices and those of the organisations a person belongs to."""
        return self.filter(
            Q(organisation=None)
            | Q(organisation__in=Organisation.objects.visible_to(user).values("pk"))
        )

    def available_to(self, organisation: Organisation) -> Self:
        """Keep bundled matrices and those of one organisation."""
        return self.filter(Q(organisation=None) | Q(organisation=organisation))


class Matrix(models.Model):
    """The responsibility matrix of one service. Without organisation it is bundled."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="matrices")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="matrices"
    )
    slug = models.SlugField(max_length=80)
    service = models.CharField(_("service"), max_length=160)

    objects = MatrixQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "slug"],
                condition=Q(organisation=None),
                name="matrix_bundled_slug_once",
            ),
            models.UniqueConstraint(
                fields=["provider", "slug", "organisation"], name="matrix_slug_once"
            ),
        ]

    def __str__(self) -> str:
        return self.service


class EditionQuerySet(models.QuerySet["Edition"]):
    """The vocabulary of editions."""

    def published(self) -> Self:
        """Keep what is in the library."""
        return self.filter(state=Edition.State.PUBLISHED)

    def bundled(self) -> Self:
        """Keep published editions that come with the product."""
        return self.published().filter(matrix__organisation=None)

    def visible_to(self, user: User) -> Self:
        """Keep published editions of the matrices a person may see."""
        return self.published().filter(matrix__in=Matrix.objects.visible_to(user).values("pk"))

    def available_to(self, organisation: Organisation) -> Self:
        """Keep published editions an organisation can start an assessment on."""
        return self.published().filter(
            matrix__in=Matrix.objects.available_to(organisation).values("pk")
        )

    def newest_first(self) -> Self:
        """Order by provider, service, then date printed."""
        return self.order_by(
            "matrix__provider__name",
            "matrix__service",
            models.F("published_on").desc(nulls_last=True),
            "-id",
        )


class Edition(models.Model):
    """One page as published on a date, in one language. `source` is the file, byte for byte."""

    class State(models.TextChoices):
        """Whether it is in the library."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")

    matrix = models.ForeignKey(Matrix, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(_("language"), max_length=8)
    state = models.CharField(max_length=16, choices=State, default=State.DRAFT)
    title = models.CharField(_("title"), max_length=300)
    published_on = models.DateField(_("published on"), null=True)
    dates = JSONField(default=list)
    legend = JSONField(default=list)
    note = models.TextField(blank=True)
    source_name = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    source = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    licence = models.CharField(_("licence"), max_length=120, blank=True)
    licence_url = models.URLField(max_length=500, blank=True)
    attribution = models.CharField(max_length=300, blank=True)
    loaded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matrix", "language", "sha256"],
                name="edition_once",
                violation_error_message=_("This very file is already in the library."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published"]), name="edition_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title
