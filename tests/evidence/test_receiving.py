"""How much of an upload reaches the disk."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import Settings


def _sent(content: bytes) -> UploadedFile:
    file = BytesIO(content)
    file.name = "a.txt"
    request: HttpRequest = RequestFactory().post("/", {"file": file})
    found = request.FILES["file"]
    assert isinstance(found, UploadedFile)
    return found


@pytest.mark.parametrize("size", [0, 1, 100_000, 3_000_000])
def test_what_is_within_the_limit_arrives_whole(size: int) -> None:
    with _sent(b"x" * size) as upload:
        content = upload.read()

    assert len(content) == upload.size == size


@pytest.mark.parametrize("size", [400_000, 4_000_000], ids=["in memory", "on the disk"])
def test_what_is_beyond_the_limit_is_cut_off_and_still_too_large(
    size: int, settings: Settings
) -> None:
    settings.EVIDENCE_MAX_BYTES = settings.MATRIX_MAX_BYTES = 100_000

    with _sent(b"x" * size) as upload:
        content = upload.read()

    assert 100_000 < len(content) < 300_000
    assert upload.size == len(content)


def _request(body: bytes, announced: int) -> HttpRequest:
    environ: dict[str, Any] = {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(announced)}
    kind = "multipart/form-data; boundary=edge"
    found: HttpRequest = RequestFactory().generic("POST", "/", body, kind, **environ)
    return found


PART = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
WHOLE = PART + b"x" * 5000 + b"\r\n--edge--\r\n"


@pytest.mark.parametrize(
    ("body", "announced"),
    [
        pytest.param(WHOLE[:3000], len(WHOLE), id="the line breaks off"),
        pytest.param(WHOLE, 3000, id="less is announced than comes"),
        pytest.param(WHOLE, 0, id="nothing is announced"),
        pytest.param(WHOLE[:3000], 3000, id="the end is missing"),
    ],
)
def test_half_an_upload_is_no_file(body: bytes, announced: int) -> None:
    request = _request(body, announced)

    assert not request.FILES


def test_a_whole_upload_is_a_file_though_more_was_announced() -> None:
    request = _request(WHOLE, len(WHOLE) + 1000)

    upload = request.FILES["file"]
    assert isinstance(upload, UploadedFile)
    assert upload.read() == b"x" * 5000
