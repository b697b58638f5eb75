"""Who is due a summary of their duties, and whom a link that ends them is for."""

from datetime import datetime, timedelta
from typing import Final

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Digest, User

HOUR: Final = 7  # local time
LINK_DAYS: Final = 90
_SALT: Final = "accounts.summaries"


def due_readers(at: datetime) -> QuerySet[User]:
    """Return who is to be sent a summary at a moment, in the order of their accounts.

    From seven o'clock local time on. Daily: whose last was begun before today. Weekly: on Mondays,
    and on a later day where no worker ran on Monday. People who cannot sign in get none.
    """
    now = timezone.localtime(at)
    if now.hour < HOUR:
        return User.objects.none()
    today = now.date()
    monday = today - timedelta(days=today.weekday())
    is_daily = Q(digest=Digest.DAILY) & (Q(digested_on=None) | Q(digested_on__lt=today))
    is_weekly = Q(digest=Digest.WEEKLY, digested_on__lt=monday)
    if today == monday:
        is_weekly |= Q(digest=Digest.WEEKLY, digested_on=None)
    return User.objects.filter(is_daily | is_weekly, is_active=True).order_by("pk")


def unsubscribing_key(user: User) -> str:
    """Return the key of the link that ends a person's summaries."""
    return signing.dumps(user.pk, salt=_SALT)


def unsubscribing_user(key: str) -> User | None:
    """Return whose summaries a key ends; None for one that we did not sign, or long ago."""
    try:
        pk = signing.loads(key, salt=_SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    return User.objects.filter(pk=pk).first()
