"""The browsers people are signed in with."""

from datetime import datetime
from typing import Self

from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.models.people import User


class OpenSessionQuerySet(models.QuerySet["OpenSession"]):
    """The vocabulary of sessions."""

    def of_user(self, user: User) -> Self:
        """Keep the sessions of one person."""
        return self.filter(user=user)

    def besides(self, session_key: str | None) -> Self:
        """Keep all but one session."""
        return self.exclude(session_key=session_key or "")

    def going_on(self, at: datetime) -> Self:
        """Keep those that neither ended nor ran out."""
        kept = Session.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
        return self.filter(Exists(kept))

    def latest_first(self) -> Self:
        """Order by when they were last seen."""
        return self.order_by("-seen_at", "-id")


class OpenSession(models.Model):
    """A session that began by signing in: with which browser, from where, when.

    Written at sign-in. The session itself is Django's; ending one deletes both.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="open_sessions")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=200, blank=True)
    address = models.GenericIPAddressField(null=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_at__gte=F("started_at")), name="open_session_seen_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.started_at:%Y-%m-%d %H:%M}"
