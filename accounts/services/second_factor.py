"""Second factors: what allauth's pages did to them is told, and they can be taken away."""

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.utils import timezone

from accounts.models import User
from accounts.services.sessions import end_sessions
from accounts.services.telling import tell_of_account
from database.transactions import change

Factors = frozenset[tuple[int, str]]


class NoSecondFactor(Exception):
    """The person has no second factor."""


def factors_of(user: User) -> Factors:
    """Return the id and the kind of everything that protects a person, recovery codes too."""
    return frozenset(Authenticator.objects.filter(user=user).values_list("pk", "type"))


def tell_of_factors(*, user: User, before: Factors, at: datetime) -> bool:
    """Write what became of the second factors of a person since `before`, by their own doing.

    Belongs into the transaction in which they changed. Tells whether any is gone.
    """
    now = factors_of(user)
    for _pk, kind in sorted(now - before):
        is_code = kind == Authenticator.Type.RECOVERY_CODES
        verb = "recovery-codes-made" if is_code else "second-factor-added"
        tell_of_account(verb, user, at=at, by=user, new={"factor": kind})
    gone = _factors_in(before - now)
    for kind in gone:
        tell_of_account("second-factor-removed", user, at=at, by=user, old={"factor": kind})
    return bool(gone)


def tell_of_code(factor: Authenticator) -> None:
    """Write that a recovery code was used, if it was one. Called where allauth notes its use."""
    if factor.type == Authenticator.Type.RECOVERY_CODES:
        tell_of_account("recovery-code-used", factor.user, at=timezone.now(), by=factor.user)


@change
def reset_second_factor(*, user: User, at: datetime) -> None:
    """Take every second factor of a person away, recovery codes too, and end their sessions.

    Raises `NoSecondFactor`.
    """
    gone = factors_of(user)
    if not gone:
        raise NoSecondFactor
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user=user)
    tell_of_account("second-factor-reset", user, at=at)


def _factors_in(factors: Collection[tuple[int, str]]) -> list[str]:
    return [kind for _pk, kind in sorted(factors) if kind != Authenticator.Type.RECOVERY_CODES]
