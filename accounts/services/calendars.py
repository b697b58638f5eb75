"""The key of a person's calendar: shown once and kept nowhere (docs/adr/0009)."""

import secrets
from datetime import datetime

from accounts.models import CalendarKey, User
from accounts.selectors.invitations import hash_of
from accounts.services.telling import tell_of_account
from database.transactions import change


@change
def make_calendar_key(*, user: User, at: datetime) -> str:
    """Make the key that opens a person's calendar, and return it this once; an old one is void.

    256 random bits, of which the table keeps the SHA-256.
    """
    key = secrets.token_urlsafe(32)
    kept = {"key_hash": hash_of(key), "created_at": at}
    CalendarKey.objects.update_or_create(user=user, defaults=kept)
    tell_of_account("calendar-opened", user, at=at, by=user)
    return key


@change
def end_calendar_key(*, user: User, at: datetime) -> None:
    """Make the key of a person's calendar worthless; nothing where there is none."""
    if CalendarKey.objects.filter(user=user).delete()[0]:
        tell_of_account("calendar-closed", user, at=at, by=user)
