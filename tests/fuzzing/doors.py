"""Names of files, through the door they come in by: the head of a part of a form that is sent."""

import re
from io import BytesIO
from typing import Final

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from assessments.reports.packs.names import proof_path
from evidence.guard import EvidenceRefused, clean_name, named
from matrix.forms import BringForm
from tests.fuzzing.seeds import File

_BOUNDARY: Final = "a-boundary"
KIND: Final = f"multipart/form-data; boundary={_BOUNDARY}"
_UNSAFE: Final = re.compile(
    r"[\x00-\x1f\x7f/\\\ud800-\udfff\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
_LONGEST: Final = 300


def name_read(file: File) -> str:
    """Return what came of a file whose name is these bytes: it is safe wherever it is kept."""
    _check_kept(clean_name(file.content.decode("utf-8", "surrogateescape")), 120)
    try:
        sent = _sent(file.content)
    except (MultiPartParserError, SuspiciousOperation):
        return "no form"  # answered with 400
    if sent is None:
        return "no file"
    form = BringForm(QueryDict(), MultiValueDict({"file": [sent]}))
    if not form.is_valid():
        return "refused"
    _check_kept(form.brought()[0], _LONGEST)
    try:
        kept = named(sent.name or "").filename
    except EvidenceRefused as refused:
        return refused.reason
    path = proof_path("12", kept, section=kept, extension=kept.rpartition(".")[2])
    for part in path.split("/"):
        _check_kept(part, 120)
    # Writes a header, which must not end before its line does.
    FileResponse(BytesIO(b""), as_attachment=True, filename=kept)
    return "read"


def _check_kept(name: str, longest: int) -> None:
    if _UNSAFE.search(name) or len(name) > longest or name in {".", ".."}:
        raise AssertionError(f"no name to keep: {name!r}")


def form_of(name: bytes, content: bytes) -> bytes:
    """Return the body of a form with one file, as a client sends it that is none of ours."""
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="'
    kind = '"\r\nContent-Type: application/octet-stream\r\n\r\n'
    parts = (head.encode(), name, kind.encode(), content, f"\r\n--{_BOUNDARY}--\r\n".encode())
    return b"".join(parts)


def _sent(name: bytes) -> UploadedFile | None:
    request = RequestFactory().generic("POST", "/", form_of(name, b"text"), content_type=KIND)
    return request.FILES.get("file")
