"""What is kept encrypted of second factors, and encrypting it again with another key."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from accounts.services.telling import tell_of_account
from database.transactions import change

# What of an authenticator's data is encrypted, a text or a list of them.
_ENCRYPTED: Final = ("secret", "seed", "migrated_codes")


@dataclass(frozen=True, slots=True)
class Renewal:
    """How many second factors were encrypted again, and how many no key opens any more."""

    renewed: int
    lost: int


def encrypted(text: str) -> str:
    """Return a secret as it is kept, under a key made of SECRET_KEY (ASVS 5.0, 13.3.1)."""
    return _newest().encrypt(text.encode()).decode()


def decrypted(kept: str) -> str | None:
    """Return a secret that was kept under SECRET_KEY or one of SECRET_KEY_FALLBACKS.

    None when no key opens it.
    """
    try:
        return _any().decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


@change
def encrypt_again(*, at: datetime) -> Renewal:
    """Encrypt with SECRET_KEY what is still under one of SECRET_KEY_FALLBACKS (ASVS, 11.2.2).

    What SECRET_KEY opens already, and what nothing opens, stays as it is. One event a factor.
    """
    renewed = lost = 0
    factors = Authenticator.objects.select_for_update(of=("self",)).order_by("pk")
    for factor in factors.select_related("user"):
        kept = list(_kept(factor.data))
        if all(map(_is_newest, kept)):
            continue
        if None in map(decrypted, kept):
            lost += 1
            continue
        factor.data |= {name: _renewed(factor.data[name]) for name in _names(factor.data)}
        factor.save(update_fields=["data"])
        renewed += 1
        new = {"factor": factor.type}
        tell_of_account("second-factor-encrypted-again", factor.user, at=at, new=new)
    return Renewal(renewed, lost)


def _names(data: dict[str, Any]) -> list[str]:
    return [name for name in _ENCRYPTED if name in data]


def _kept(data: dict[str, Any]) -> Iterator[str]:
    for name in _names(data):
        yield from [data[name]] if isinstance(data[name], str) else data[name]


def _renewed(value: str | list[str]) -> str | list[str]:
    if isinstance(value, str):
        return _any().rotate(value).decode()
    return [_any().rotate(each).decode() for each in value]


def _is_newest(kept: str) -> bool:
    try:
        _newest().decrypt(kept)
    except InvalidToken:
        return False
    return True


def _newest() -> Fernet:
    return _cipher(settings.SECRET_KEY)


def _any() -> MultiFernet:
    return MultiFernet(map(_cipher, [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]))


def _cipher(key: str) -> Fernet:
    digest = sha256(b"second factors:" + key.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
