"""A proof: its content, which never changes, and what is said about it, which may."""

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Organisation, User
from accounts.rights import Role
from evidence.models.choices import Confidentiality, EvidenceType, Kind

_NO_FILE = Q(sha256="", size=None, media_type="", filename="")
_A_FILE = Q(size__gte=1, size__isnull=False) & ~Q(sha256="") & ~Q(media_type="") & ~Q(filename="")


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    """The vocabulary of proofs. Days are calendar dates; a proof is valid through its last one."""

    def of_organisation(self, organisation: Organisation) -> Self:
        """Keep one organisation's proofs."""
        return self.filter(organisation=organisation)

    def visible_to(self, user: User) -> Self:
        """Keep those of the organisations a person belongs to, other than as an auditor.

        What an auditor sees hangs on what is shared with them: the app that shares says it.
        """
        members = Membership.objects.filter(user=user, ended_at=None)
        return self.filter(
            organisation__in=members.exclude(role=Role.AUDITOR).values("organisation")
        )

    def for_auditors(self) -> Self:
        """Keep those an auditor may see at all."""
        return self.filter(is_visible_to_auditor=True)

    def standing(self) -> Self:
        """Keep those that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def valid(self, *, on: date) -> Self:
        """Keep those that prove something on a day: not withdrawn, and not expired."""
        return self.standing().filter(Q(valid_until=None) | Q(valid_until__gte=on))

    def expiring(self, *, on: date, days: int) -> Self:
        """Keep those valid on a day whose last day is within so many days of it."""
        return self.standing().filter(valid_until__range=(on, on + timedelta(days=days)))

    def expired(self, *, on: date) -> Self:
        """Keep those whose last day is over; a withdrawn one is withdrawn, not expired."""
        return self.standing().filter(valid_until__lt=on)

    def in_vault(self) -> Self:
        """Keep those that name a file of the vault, withdrawn ones too."""
        return self.filter(kind=Kind.FILE)

    def in_order(self) -> Self:
        """Order for a list: the newest first."""
        return self.order_by("-added_at", "-id")


class Evidence(models.Model):
    """A file, a link or a statement that proves something. One serves many answers.

    Its content (file, address, words) never changes, a trigger sees to it: another content is
    another proof, and the old one is withdrawn. `sha256`, `size` (bytes), `media_type` and
    `filename` (as uploaded, cleaned) are there for a file and for nothing else. `url` is shown as
    a link and never fetched. What is withdrawn is kept, and proves nothing.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    evidence_type = models.CharField(
        _("type"), max_length=16, choices=EvidenceType, default=EvidenceType.OTHER
    )
    url = models.URLField(_("address"), max_length=1000, blank=True)
    statement = models.TextField(_("statement"), blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("size"), null=True)
    media_type = models.CharField(max_length=100, blank=True)
    filename = models.CharField(_("file name"), max_length=150, blank=True)
    period_from = models.DateField(_("from"), null=True)
    period_to = models.DateField(_("to"), null=True)
    collected_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    collected_at = models.DateTimeField(_("collected at"))
    source_system = models.CharField(_("source"), max_length=200, blank=True)
    source_query = models.TextField(_("query"), blank=True)
    population = models.PositiveIntegerField(_("population"), null=True)
    sample = models.PositiveIntegerField(_("sample"), null=True)
    valid_until = models.DateField(_("valid until"), null=True)
    confidentiality = models.CharField(
        _("confidentiality"),
        max_length=12,
        choices=Confidentiality,
        default=Confidentiality.INTERNAL,
    )
    is_visible_to_auditor = models.BooleanField(_("visible to auditors"), default=True)
    revision = models.PositiveIntegerField(default=1)
    # A membership ends, it is not deleted: who added it stays who added it.
    added_by = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="+")
    added_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Membership, on_delete=models.RESTRICT, null=True, related_name="+"
    )
    withdrawal_reason = models.TextField(_("why it was withdrawn"), blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(evidence_type__in=EvidenceType.values), name="evidence_type_known"
            ),
            models.CheckConstraint(
                condition=Q(confidentiality__in=Confidentiality.values),
                name="evidence_confidentiality_known",
            ),
            models.CheckConstraint(
                condition=(Q(kind=Kind.FILE, url="", statement="") & _A_FILE)
                | (Q(kind=Kind.LINK, statement="") & ~Q(url="") & _NO_FILE)
                | (Q(kind=Kind.STATEMENT, url="") & ~Q(statement="") & _NO_FILE),
                name="evidence_content_fits_kind",
                violation_error_message=_("A proof is a file, a link or a statement."),
            ),
            models.CheckConstraint(
                condition=Q(url="") | Q(url__startswith="https://") | Q(url__startswith="http://"),
                name="evidence_url_on_the_web",
                violation_error_message=_("An address begins with https:// or http://."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="evidence_has_title"),
            models.CheckConstraint(
                condition=Q(period_from=None)
                | Q(period_to=None)
                | Q(period_from__lte=F("period_to")),
                name="evidence_period_in_order",
                violation_error_message=_("A period ends on or after its first day."),
            ),
            models.CheckConstraint(
                condition=(Q(population=None) | Q(population__gte=1))
                & (Q(sample=None) | Q(sample__gte=1)),
                name="evidence_counts_positive",
                violation_error_message=_("A population and a sample have one member at least."),
            ),
            models.CheckConstraint(
                condition=Q(sample=None) | Q(population=None) | Q(sample__lte=F("population")),
                name="evidence_sample_within_population",
                violation_error_message=_("A sample is no larger than its population."),
            ),
            models.CheckConstraint(
                condition=~Q(confidentiality=Confidentiality.SECRET)
                | Q(is_visible_to_auditor=False),
                name="evidence_secret_from_auditors",
                violation_error_message=_("What is secret is not shown to auditors."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawal_reason="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~Q(withdrawal_reason="")
                ),
                name="evidence_withdrawal_whole",
                violation_error_message=_("Withdrawing a proof needs a reason."),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "valid_until"], name="evidence_by_expiry"),
            models.Index(fields=["organisation", "sha256"], name="evidence_by_content"),
        ]

    def __str__(self) -> str:
        return self.title
