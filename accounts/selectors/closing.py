"""The log of an organisation that was deleted, for who administered it then."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core import signing

from accounts.models import User
from audit.models import ChainHead, chain_of
from audit.selectors import Head, head_of

LINK_DAYS: Final = 30
_SALT: Final = "accounts.closing"


@dataclass(frozen=True, slots=True)
class ClosedLog:
    """The log of an organisation that is gone: what it was called, and where its log ends."""

    organisation_id: int
    name: str
    head: Head

    @property
    def chain(self) -> str:
        """Return the name of the chain."""
        return chain_of(self.organisation_id)

    @property
    def noted(self) -> str:
        """Return the head as `verify_audit --head` takes it."""
        return self.head.named(self.chain)


def closing_key(log: ClosedLog, user: User) -> str:
    """Return the key by which one person finds a closed log for `LINK_DAYS` days."""
    return signing.dumps([log.organisation_id, user.pk, log.name], salt=_SALT)


def closed_log(key: str, user: User) -> ClosedLog | None:
    """Return the log that a key opens to a person; None for another's, an old or a forged one."""
    try:
        told = signing.loads(key, salt=_SALT, max_age=timedelta(days=LINK_DAYS))
    except signing.BadSignature:
        return None
    organisation_id, user_id, name = told
    chain = chain_of(organisation_id)
    if user_id != user.pk or not ChainHead.objects.filter(pk=chain, is_closed=True).exists():
        return None
    return ClosedLog(organisation_id, name, head_of(chain))
