"""Finding the share link that a token opens."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac

from assessments.models import Assessment, ShareLink

_SALT: Final = "assessments.share-link"


def token_hash(token: str, *, secret: str | None = None) -> str:
    """Return what is kept of a token: its HMAC-SHA256 under a key from SECRET_KEY, 64 digits.

    Keyed, so that nobody who writes into the table alone can make a link of their own. The token
    holds 256 random bits: no slow hash is needed (ASVS 5.0, 11.4.2 is of passwords).
    `secret` is an earlier SECRET_KEY, in place of the one of today.
    """
    value = token.encode(errors="surrogatepass")
    return salted_hmac(_SALT, value, secret, algorithm="sha256").hexdigest()


def link_of(token: str, *, at: datetime) -> ShareLink | None:
    """Return the link a token opens, with its assessment; None for any that opens nothing.

    Two queries, one for a token that opens nothing.
    """
    keys = [None, *settings.SECRET_KEY_FALLBACKS]
    hashes = [token_hash(token, secret=key) for key in keys]
    found = ShareLink.objects.in_force(at).filter(token_hash__in=hashes).first()
    if found is None:
        return None
    read = Assessment.objects.with_matrix().select_related("organisation")
    found.assessment = read.get(pk=found.assessment_id)
    return found
