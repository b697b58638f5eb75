"""What protects a person's account besides the password."""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator

from accounts.models import Membership, Organisation, User

# Recovery codes stand in for a factor; they are none.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@dataclass(frozen=True, slots=True)
class SecurityKey:
    """A passkey or security key. `is_passkey` tells whether it signs in without a password."""

    key_id: int
    name: str
    is_passkey: bool
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """The second factors of a person. `app_since` is None without an authenticator app."""

    app_since: datetime | None
    keys: tuple[SecurityKey, ...]
    codes_left: int | None

    @property
    def is_protected(self) -> bool:
        """Tell whether there is any."""
        return self.app_since is not None or bool(self.keys)


def has_second_factor(user: User) -> bool:
    """Tell whether a person has an authenticator app or a key."""
    return bool(Authenticator.objects.filter(user=user, type__in=FACTORS).exists())


def second_factors_of(user: User) -> SecondFactors:
    """Return the second factors of a person."""
    found = list(Authenticator.objects.filter(user=user).order_by("created_at", "id"))
    codes = _of_type(found, Authenticator.Type.RECOVERY_CODES)
    apps = _of_type(found, Authenticator.Type.TOTP)
    return SecondFactors(
        app_since=apps[0].created_at if apps else None,
        keys=tuple(_key(each) for each in _of_type(found, Authenticator.Type.WEBAUTHN)),
        codes_left=len(codes[0].wrap().get_unused_codes()) if codes else None,
    )


def members_without_second_factor(organisation: Organisation) -> int:
    """Return how many present members have none."""
    members = Membership.objects.current().of_organisation(organisation)
    protected = Authenticator.objects.filter(type__in=FACTORS)
    return members.exclude(user__in=protected.values("user")).count()


def _of_type(found: list[Authenticator], kind: str) -> list[Authenticator]:
    return [each for each in found if each.type == kind]


def _key(factor: Authenticator) -> SecurityKey:
    key = factor.wrap()
    return SecurityKey(
        key_id=factor.pk,
        name=key.name,
        is_passkey=bool(key.is_passwordless),
        added_at=factor.created_at,
        used_at=factor.last_used_at,
    )
