"""How a proof comes in and leaves: cut off at the limit, and as a download that runs nowhere."""

import logging
from contextlib import suppress
from typing import Final

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import FileResponse, Http404

from evidence import vault
from evidence.models import Evidence, Kind

_log = logging.getLogger(__name__)

# What a browser is told; anything else is bytes to it.
SAFE: Final = frozenset(
    {
        "application/pdf",
        "image/gif",
        "image/jpeg",
        "image/png",
        "image/webp",
        "text/csv",
        "text/plain",
    }
)
BYTES: Final = "application/octet-stream"


def serve(evidence: Evidence) -> FileResponse:
    """Answer with the file of a proof, piece by piece, as a download in a sandbox.

    Whoever calls has found the proof through what its reader may see. Raises `Http404` for a
    proof that is no file, and for a file that the vault has lost, which is logged.
    """
    if evidence.kind != Kind.FILE:
        raise Http404
    name = vault.address(evidence.organisation_id, evidence.sha256)
    try:
        file = vault.opened(name)
    except vault.FileMissing:
        _log.exception("the vault has no file %s, which proof %s names", name, evidence.key)
        raise Http404 from None
    is_safe = evidence.media_type in SAFE
    return FileResponse(
        file,
        as_attachment=True,
        filename=evidence.filename,
        content_type=evidence.media_type if is_safe else BYTES,
        headers={
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cache-Control": "no-store",
        },
    )


class UploadLimit(FileUploadHandler):
    """Let through what is taken of a file and a little more, and drop the rest of it.

    A client may send gigabytes, and announce less. What is cut off here is larger than any limit
    and refused for it; it never fills the disk.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hand a chunk on while there may be more to say than "too large"."""
        limit = max(settings.EVIDENCE_MAX_BYTES, settings.MATRIX_MAX_BYTES)
        return raw_data if start <= limit else None

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers that keep it."""


class UploadOnDisk(TemporaryFileUploadHandler):
    """Keep what is large on the disk as it comes in, and nothing of it when the disk is full.

    Django would keep the beginning for as long as the failure is remembered, and its room with it.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write a piece. Raises the `OSError` of the disk, with the file gone."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):  # what is left to be written has no room either
                self.file.close()
            raise
