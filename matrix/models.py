"""What a provider printed, kept as printed. A published edition never changes."""

from itertools import combinations
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from database.fields import JSONField

LETTERS = "RACIS"
LETTER_SETS = [
    "".join(letters) for size in range(len(LETTERS) + 1) for letters in combinations(LETTERS, size)
]


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
            )
        ]

    def __str__(self) -> str:
        return self.title


class Party(models.Model):
    """A column of the matrix that holds letters."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    is_client = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="party_position_once"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(is_client=True), name="party_one_client"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A heading as printed. Its number and title are not unique on real pages."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sections")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="children"
    )
    position = models.PositiveIntegerField()
    depth = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=500)
    verbatim = models.TextField()
    note = models.TextField(blank=True)
    line = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="section_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


class ActivityQuerySet(models.QuerySet["Activity"]):
    """The vocabulary of activities."""

    def in_printed_order(self) -> Self:
        """Order as on the page."""
        return self.order_by("position")

    def held_by(self, party: Party, letters: str) -> Self:
        """Keep the activities on which `party` holds any of `letters`."""
        wanted = Q(*[("letters__contains", letter) for letter in letters], _connector=Q.OR)
        held = Assignment.objects.filter(wanted, activity=OuterRef("pk"), party=party)
        return self.filter(Exists(held))

    def duties_of(self, party: Party) -> Self:
        """Keep the activities on which `party` holds R or A (CONTRACTS.md, "Counting")."""
        return self.held_by(party, "RA")


class Activity(models.Model):
    """One row of the matrix. `position` is its place on the page, the only key it has."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="activities")
    section = models.ForeignKey(
        Section, on_delete=models.CASCADE, null=True, related_name="activities"
    )
    position = models.PositiveIntegerField()
    text = models.TextField(_("activity"))
    verbatim = models.TextField()
    note = models.TextField(blank=True)
    folded = models.TextField()
    line = models.PositiveIntegerField()

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="activity_position_once")
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """The letters one party holds on one activity, with the cell as printed."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="assignments")
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="assignments")
    letters = models.CharField(max_length=5, blank=True)
    verbatim = models.TextField(blank=True)
    is_derived = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "party"], name="assignment_once"),
            models.CheckConstraint(
                condition=Q(letters__in=LETTER_SETS), name="assignment_letters_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party} {self.letters or '–'}"


class Finding(models.Model):
    """What the reader noticed, with its place. Words are made from `code` and `values`."""

    class Severity(models.TextChoices):
        """How much it weighs."""

        ERROR = "error", _("Error")
        WARNING = "warning", _("Warning")
        INFO = "info", _("Information")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=40)
    severity = models.CharField(max_length=8, choices=Severity)
    line = models.PositiveIntegerField(null=True)
    sheet = models.CharField(max_length=120, blank=True)
    cell = models.CharField(max_length=200, blank=True)
    values = JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="finding_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.line})"


class LabelSet(models.Model):
    """An edition's texts in another language: an overlay, never the printed text."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="label_sets")
    language = models.CharField(max_length=8)
    title = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=120)
    notice = models.TextField(blank=True)
    legend = JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="label_set_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition} ({self.language})"


class SectionLabel(models.Model):
    """A section's title in another language."""

    label_set = models.ForeignKey(LabelSet, on_delete=models.CASCADE, related_name="sections")
    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="labels")
    title = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_set", "section"], name="section_label_once")
        ]

    def __str__(self) -> str:
        return self.title


class ActivityLabel(models.Model):
    """An activity's text in another language."""

    label_set = models.ForeignKey(LabelSet, on_delete=models.CASCADE, related_name="activities")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="labels")
    text = models.TextField()
    folded = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["label_set", "activity"], name="activity_label_once")
        ]

    def __str__(self) -> str:
        return self.text
