"""Finding whose calendar a key opens."""

from accounts.models import User
from accounts.selectors.invitations import hash_of


def calendar_reader(key: str) -> User | None:
    """Return whose calendar `key` opens; None for a key that opens nothing, any more or ever.

    Nobody who can no longer sign in has one.
    """
    found = User.objects.filter(calendar_key__key_hash=hash_of(key), is_active=True)
    return found.first()
