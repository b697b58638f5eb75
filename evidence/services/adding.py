"""Taking proofs in: a file through the guard into the vault, a link, a statement."""

from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from accounts.models import Membership
from accounts.rights import Action
from accounts.services.members import lock_organisation
from database.transactions import change
from evidence import guard, vault
from evidence.guard import EvidenceRefused, Reason
from evidence.models import Evidence, Kind
from evidence.selectors.room import fits
from evidence.services.facts import EvidenceFacts, judged, tell

ADDED: Final = "evidence-added"

# What an event tells of what a new proof is; what its text says stays in its row.
_TOLD: Final = {
    "title": "title",
    "evidence_type": "evidence_type",
    "filename": "filename",
    "valid_until": "valid_until",
    "size": "bytes",
    "sha256": "file_sha256",
}


class MayNotAdd(Exception):
    """Who would add a proof may answer nothing here."""


def add_file(
    *, upload: UploadedFile, about: EvidenceFacts, by: Membership, at: datetime
) -> Evidence:
    """Keep a file as a proof, and return it.

    The file is at its address, on the disk, before the row and its event are written: a process
    that is killed leaves no proof without its file. Raises `MayNotAdd`, and `EvidenceRefused` for
    a name, a content or a size that is not taken, for a quota that is used up, and for facts that
    cannot be.
    """
    _check_right(by)
    named = guard.named(upload.name or "")
    with vault.arriving(upload.chunks(), limit=settings.EVIDENCE_MAX_BYTES) as arrival:
        guard.check_content(named.form, arrival.head)
        _check_room(by, arrival.sha256, arrival.size)
        columns = _judged(about, named.filename.rpartition(".")[0], by, at)
        vault.place(arrival, organisation_id=by.organisation_id)
    content = {
        "kind": Kind.FILE,
        "sha256": arrival.sha256,
        "size": arrival.size,
        "media_type": named.form.media_type,
        "filename": named.filename,
    }
    return _add_placed(columns | content, by=by, at=at)


@change
def add_link(*, url: str, about: EvidenceFacts, by: Membership, at: datetime) -> Evidence:
    """Keep an address of the web as a proof, and return it; nobody asks the address anything.

    Raises `MayNotAdd`, and `EvidenceRefused` for an address or for facts that cannot be.
    """
    _check_right(by)
    address = guard.checked_url(url)
    columns = _judged(about, address.split("//", 1)[1], by, at)
    return _add(columns | {"kind": Kind.LINK, "url": address}, by=by, at=at)


@change
def add_statement(
    *, statement: str, about: EvidenceFacts, by: Membership, at: datetime
) -> Evidence:
    """Keep what somebody states as a proof, and return it.

    Raises `MayNotAdd`, and `EvidenceRefused` for no words and for facts that cannot be.
    """
    _check_right(by)
    words = statement.strip()
    if not words:
        raise EvidenceRefused(Reason.STATEMENT, "a statement says something")
    columns = _judged(about, words.splitlines()[0], by, at)
    return _add(columns | {"kind": Kind.STATEMENT, "statement": words}, by=by, at=at)


@change
def _add_placed(columns: dict[str, Any], *, by: Membership, at: datetime) -> Evidence:
    """Write a row whose file is in the vault, under the lock by which files are counted."""
    lock_organisation(by.organisation_id)
    _check_room(by, columns["sha256"], columns["size"])
    # The sweep takes the same lock: it may have found the file just before its proof was there.
    if not vault.is_at(vault.address(by.organisation_id, columns["sha256"])):
        raise EvidenceRefused(Reason.INTERRUPTED, "the file left the vault before it was named")
    return _add(columns, by=by, at=at)


def _add(columns: dict[str, Any], *, by: Membership, at: datetime) -> Evidence:
    evidence = Evidence.objects.create(
        organisation_id=by.organisation_id, added_by=by, added_at=at, **columns
    )
    told = {name: columns[each] for each, name in _TOLD.items() if columns.get(each)}
    tell(ADDED, evidence, by=by, at=at, new=told)
    return evidence


def _check_right(by: Membership) -> None:
    if not (by.may(Action.ANSWER_OWN) or by.may(Action.ANSWER_ANY)):
        raise MayNotAdd


def _check_room(by: Membership, sha256: str, size: int) -> None:
    if not fits(by.organisation_id, sha256=sha256, size=size):
        raise EvidenceRefused(Reason.QUOTA, "the organisation has no room left for this file")


def _judged(about: EvidenceFacts, title: str, by: Membership, at: datetime) -> dict[str, Any]:
    return judged(about, title=title, collected_at=at, organisation_id=by.organisation_id)
