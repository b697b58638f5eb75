"""Is every file of the vault what its proof says? And is there anything else?"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from evidence import vault
from evidence.models import Evidence

# An upload that takes longer than this is given up.
ABANDONED: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of the vault found: addresses as `<organisation id>/<two digits>/<sha256>`.

    `intact` counts files; `missing` and `changed` are damage. `orphans` are files that no proof
    names, `leftovers` what arrived more than a day ago and never was placed: the sweep's work.
    """

    intact: int
    missing: tuple[str, ...]
    changed: tuple[str, ...]
    orphans: tuple[str, ...]
    leftovers: tuple[str, ...]

    @property
    def is_damaged(self) -> bool:
        """Tell whether a proof has lost its file."""
        return bool(self.missing or self.changed)


def check_vault(*, at: datetime) -> Checked:
    """Read every file of the vault and compare its hash with what the proofs say.

    Memory grows with the number of files, not with their size. A file that comes in meanwhile
    may be found an orphan once; it is none the next time.
    """
    here = tuple(vault.addresses())
    named = set(_named())
    states = {name: vault.digest_at(name) for name in sorted(named)}
    good = {name for name, digest in states.items() if name.endswith(f"/{digest}")}
    missing = tuple(name for name, digest in states.items() if not digest)
    return Checked(
        intact=len(good),
        missing=missing,
        changed=tuple(name for name in states if name not in {*good, *missing}),
        orphans=tuple(name for name in here if name not in named),
        leftovers=tuple(path.name for path in vault.arrivals(before=at - ABANDONED)),
    )


@dataclass(frozen=True, slots=True)
class Damage:
    """A file of the vault that is missing, or no longer what its address says."""

    organisation_id: int
    sha256: str
    is_missing: bool

    @property
    def address(self) -> str:
        """Return where it is, or was."""
        return vault.address(self.organisation_id, self.sha256)


def damaged_files(*, share: int, of: int, told: Callable[[int, int], None]) -> list[Damage]:
    """Hash one `share` of all files `of` so many (the first is 0), and return what is damaged.

    Shares are of about one size, and a file is always in the same one. `told` is called with how
    many files were looked at, of how many.
    """
    found, total = [], _contents().count()
    for number, (organisation_id, sha256) in enumerate(_files()):
        told(number, total)
        if int(sha256[:8], 16) % of == share:
            digest = vault.digest_at(vault.address(organisation_id, sha256))
            if digest != sha256:
                found.append(Damage(organisation_id, sha256, is_missing=not digest))
    return found


def abandoned(addresses: Iterable[str], *, at: datetime) -> list[str]:
    """Return those of `addresses` that no proof names and that are older than a day."""
    named = set(_named())
    return [
        name for name in addresses if name not in named and vault.placed_at(name) < at - ABANDONED
    ]


def _named() -> Iterator[str]:
    return (vault.address(*each) for each in _files())


def _files() -> Iterator[tuple[int, str]]:
    return _contents().iterator(chunk_size=2000)


def _contents() -> QuerySet[Evidence, tuple[int, str]]:
    return Evidence.objects.in_vault().values_list("organisation_id", "sha256").distinct()
