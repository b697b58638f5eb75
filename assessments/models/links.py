"""Share links: an address that opens one assessment to an auditor without an account."""

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Membership, Organisation
from assessments.models.assessment import Assessment


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """The vocabulary of share links."""

    def of_assessment(self, assessment: Assessment) -> Self:
        """Keep the links to one assessment."""
        return self.filter(assessment=assessment)

    def in_force(self, at: datetime) -> Self:
        """Keep those that open something at a moment."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def latest_first(self) -> Self:
        """Order by when they were made, the latest first."""
        return self.order_by("-made_at", "-pk")


class ShareLink(models.Model):
    """An address that shows rows of an assessment to whoever holds it, until a day.

    What it shows is settled when it is made: a trigger freezes everything but its end. The token
    is in the address and nowhere else; here is a keyed hash of it (docs/adr/0020). `filter` is
    the query string that keeps its rows, "" for all of them, read in `language`; `words` is what
    that meant to whoever made it.
    """

    class State(models.TextChoices):
        """Whether it opens anything."""

        IN_FORCE = "in_force", pgettext_lazy("share link", "in force")
        EXPIRED = "expired", pgettext_lazy("share link", "expired")
        REVOKED = "revoked", pgettext_lazy("share link", "revoked")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    assessment = models.ForeignKey(
        Assessment, on_delete=models.CASCADE, related_name="share_links"
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    label = models.CharField(_("for whom"), max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    password = models.CharField(max_length=128, blank=True)
    filter = models.TextField(blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    has_evidence = models.BooleanField()
    made_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_by = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(token_hash=""), name="share_link_has_hash"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="share_link_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(revoked_by=None) | Q(revoked_at__isnull=False),
                name="share_link_revoked_by_and_at",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def has_password(self) -> bool:
        """Tell whether a password is asked for besides the address."""
        return bool(self.password)

    @property
    def last_day(self) -> date:
        """Return the last day on which it opens something, by the installation's clock."""
        return timezone.localdate(self.expires_at - timedelta(microseconds=1))

    def state_at(self, at: datetime) -> State:
        """Return whether it opens anything at a moment, and why not."""
        if self.revoked_at is not None:
            return self.State.REVOKED
        return self.State.IN_FORCE if self.expires_at > at else self.State.EXPIRED


class LinkView(models.Model):
    """What was seen through a share link within one hour: how often, the last time.

    One row an hour for the same thing, so that nobody can push a view out of the log or fill the
    table by asking again. No address and no browser is kept. `thing` is the key of a proof.
    """

    class What(models.TextChoices):
        """What was looked at or taken."""

        PAGE = "page", _("the page")
        EVIDENCE = "evidence", _("a proof")
        FILE = "file", _("the file of a proof")
        LIST = "list", _("the list .xlsx")
        WORKBOOK = "workbook", _("the workbook")
        PACK = "pack", _("the evidence pack")

    class Outcome(models.TextChoices):
        """Whether it was shown."""

        SHOWN = "shown", pgettext_lazy("share link", "shown")
        WRONG_PASSWORD = "wrong_password", _("wrong password")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="views")
    what = models.CharField(max_length=16, choices=What)
    thing = models.CharField(max_length=36, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome)
    hour = models.DateTimeField()
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "hour", "what", "thing", "outcome"],
                name="link_view_once_an_hour",
            )
        ]

    def __str__(self) -> str:
        return f"{self.link_id} {self.what} {self.at}"
