"""Finding the invitation that a key opens."""

from datetime import datetime
from hashlib import sha256

from accounts.models import Invitation


def hash_of(key: str) -> str:
    """Return what is kept of a key: its SHA-256, 64 hexadecimal digits.

    The key holds 256 random bits, so that no slow hash is needed (ASVS 11.4.2 is of passwords).
    """
    return sha256(key.encode(errors="surrogatepass")).hexdigest()


def invitation_of(key: str, *, at: datetime) -> Invitation | None:
    """Return the invitation `key` opens at a moment; None for any key that opens nothing."""
    return Invitation.objects.valid(at).with_names().filter(key_hash=hash_of(key)).first()
