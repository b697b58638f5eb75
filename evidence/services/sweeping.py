"""Clearing away what interrupted uploads left in the vault. Never what a proof names."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import Organisation
from evidence import vault
from evidence.selectors.checking import ABANDONED, abandoned
from evidence.selectors.room import is_named


@dataclass(frozen=True, slots=True)
class Swept:
    """How many arrivals, and how many files that no proof names, were removed."""

    leftovers: int
    orphans: int


def sweep_vault(*, at: datetime) -> Swept:
    """Remove what arrived more than a day ago and is at no address, or at one nobody names.

    Those are leftovers of killed uploads, of uploads refused at the last moment, and of
    organisations that were deleted.
    """
    leftovers = vault.arrivals(before=at - ABANDONED)
    for path in leftovers:
        path.unlink(missing_ok=True)
    orphans = abandoned(vault.addresses(), at=at)
    return Swept(len(leftovers), sum(_remove(name) for name in orphans))


def _remove(name: str) -> bool:
    """Remove a file unless a proof has come to name it; tell which."""
    organisation, _, sha256 = name.split("/")
    # The lock under which uploads write their rows: they look for their file when they have it.
    with transaction.atomic():
        held = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation)
        if held.exists() and is_named(int(organisation), sha256):
            return False
        vault.remove(name)
    return True
