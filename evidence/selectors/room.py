"""How much of the vault an organisation fills, counted here and nowhere else."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Sum

from evidence.models import Evidence


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that files of an organisation take, and how many they may take."""

    used: int
    quota: int

    @property
    def left(self) -> int:
        """Return how many more bytes fit, never less than none."""
        return max(self.quota - self.used, 0)


def room_of(organisation_id: int) -> Room:
    """Return what is used and what may be. One query.

    A file counts once however many proofs name it, and as long as one does, withdrawn or not.
    """
    contents = Evidence.objects.in_vault().filter(organisation=organisation_id)
    used = contents.values("sha256", "size").distinct().aggregate(sum=Sum("size"))["sum"]
    return Room(used or 0, settings.EVIDENCE_QUOTA_BYTES)


def fits(organisation_id: int, *, sha256: str, size: int) -> bool:
    """Tell whether an organisation may keep one more file; one it has already always fits."""
    if is_named(organisation_id, sha256):
        return True
    return size <= room_of(organisation_id).left


def is_named(organisation_id: int, sha256: str) -> bool:
    """Tell whether a proof of an organisation names a content, withdrawn or not."""
    contents = Evidence.objects.in_vault().filter(organisation=organisation_id, sha256=sha256)
    return contents.exists()


def bytes_kept() -> int:
    """Return the bytes that files of all organisations take. One query."""
    contents = Evidence.objects.in_vault().values("organisation", "sha256", "size").distinct()
    return contents.aggregate(sum=Sum("size"))["sum"] or 0
