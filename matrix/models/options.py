"""Options one can buy, and the rows that depend on them: overlays, never the printed text."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from database.fields import JSONField
from matrix.models.library import Edition
from matrix.models.printed import Activity


class OptionQuerySet(models.QuerySet["Option"]):
    """The vocabulary of options."""

    def known_to(self, organisation: Organisation) -> Self:
        """Keep the options that came with the product and those an organisation has grouped."""
        return self.filter(Q(organisation=None) | Q(organisation=organisation))


class Option(models.Model):
    """Something a client can buy that changes who does what. Without organisation it is bundled.

    `names` are its name by language; `slug` is the same from edition to edition.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="options")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="+"
    )
    slug = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField(default=1)
    names = JSONField(default=dict)

    objects = OptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slug"],
                condition=Q(organisation=None),
                name="option_bundled_once",
            ),
            models.UniqueConstraint(
                fields=["edition", "organisation", "slug"], name="option_once"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class OptionRow(models.Model):
    """An activity that is done only when the option is bought, or only when it is not.

    Rows with the same `pair` exclude each other: one of them is off whatever is chosen.
    """

    class Applies(models.TextChoices):
        """When the activity applies."""

        BOUGHT = "bought", _("only with the option")
        NOT_BOUGHT = "not_bought", _("only without the option")

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="rows")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    applies = models.CharField(max_length=12, choices=Applies)
    pair = models.PositiveSmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["option", "activity"], name="option_row_once"),
            models.CheckConstraint(
                condition=Q(applies__in=["bought", "not_bought"]), name="option_row_applies_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.option}: {self.activity_id} {self.applies}"
