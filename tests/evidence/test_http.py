"""How a proof leaves."""

import logging
import os
from pathlib import Path

import pytest
from django.http import Http404
from pytest_django.fixtures import Settings

from evidence.http import UploadLimit, UploadOnDisk, serve
from evidence.models import Evidence
from tests.builders import make_evidence, make_file, make_link
from tests.evidence.serving import pieces_of

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + bytes(16)


@pytest.mark.asvs("3.2.1")
def test_a_file_leaves_as_a_download_in_a_sandbox() -> None:
    evidence = make_file(PNG, name="Écran du 3 mars.png")

    response = serve(evidence)

    assert pieces_of(response) == [PNG]
    assert response["Content-Length"] == str(len(PNG))
    assert response["Content-Type"] == "image/png"
    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%C3%89cran%20du%203%20mars.png"
    )
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["Cache-Control"] == "no-store"


@pytest.mark.asvs("3.2.1")
@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        pytest.param("a.txt", b"text", "text/plain", id="a text"),
        pytest.param("a.csv", b"a;b", "text/csv", id="a table"),
        pytest.param("a.pdf", b"%PDF-1.7", "application/pdf", id="a document"),
        pytest.param("a.gif", b"GIF89a" + bytes(9), "image/gif", id="a moving picture"),
        pytest.param("a.webp", b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp", id="a small one"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0" + bytes(16), "image/jpeg", id="a photograph"),
        pytest.param("a.xml", b"<a/>", "application/octet-stream", id="XML"),
        pytest.param("a.json", b"{}", "application/octet-stream", id="JSON"),
        pytest.param("a.md", b"# a", "application/octet-stream", id="Markdown"),
        pytest.param("a.eml", b"From: a", "application/octet-stream", id="a mail"),
    ],
)
def test_only_what_is_safe_keeps_its_type(name: str, content: bytes, media_type: str) -> None:
    response = serve(make_file(content, name=name))

    assert response["Content-Type"] == media_type
    assert pieces_of(response) == [content]


@pytest.mark.asvs("1.2.1", "5.4.2")
def test_a_name_cannot_leave_its_header() -> None:
    evidence = make_file(name='a";x="b.txt')

    response = serve(evidence)

    assert response["Content-Disposition"] == 'attachment; filename="a_;x=_b.txt"'
    assert pieces_of(response)


def test_a_file_is_read_inpieces_of() -> None:
    evidence = make_file(b"x" * 1_000_000)

    pieces = [len(piece) for piece in pieces_of(serve(evidence))]

    assert sum(pieces) == 1_000_000
    assert max(pieces) <= 1 << 16


@pytest.mark.parametrize("make", [make_link, make_evidence])
def test_what_is_no_file_is_not_served(make: object) -> None:
    evidence = make()  # type: ignore[operator]

    with pytest.raises(Http404):
        serve(evidence)


def test_a_link_is_no_lost_file(caplog: pytest.LogCaptureFixture) -> None:
    link = make_link()

    with pytest.raises(Http404):
        serve(link)

    assert caplog.text == ""


@pytest.mark.asvs("16.3.4")
def test_a_file_that_is_lost_is_logged(
    vault_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    evidence: Evidence = make_file()
    digest = evidence.sha256
    (vault_folder / str(evidence.organisation_id) / digest[:2] / digest).unlink()

    with caplog.at_level(logging.ERROR), pytest.raises(Http404):
        serve(evidence)

    assert str(evidence.key) in caplog.text


def test_a_disk_that_is_full_keeps_nothing_of_what_comes_in(
    settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    handler = UploadOnDisk()
    handler.new_file("file", "notes.txt", "text/plain", None)
    assert handler.file.file is not None
    full = os.open("/dev/full", os.O_WRONLY)
    os.dup2(full, handler.file.file.fileno())
    os.close(full)

    with pytest.raises(OSError, match="No space left"):
        handler.receive_data_chunk(bytes(100_000), 0)

    assert list((tmp_path / "incoming").iterdir()) == []


def test_a_file_of_exactly_the_limit_comes_in_whole_and_what_follows_is_dropped(
    settings: Settings,
) -> None:
    settings.EVIDENCE_MAX_BYTES, settings.MATRIX_MAX_BYTES = 10, 5
    handler = UploadLimit()

    passed = [handler.receive_data_chunk(b"x", start) for start in (9, 10, 11)]

    assert passed == [b"x", b"x", None]


def test_what_is_large_comes_in_by_the_disk(settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    handler = UploadOnDisk()
    handler.new_file("file", "notes.txt", "text/plain", None)

    handler.receive_data_chunk(b"All restored.", 0)

    file = handler.file_complete(13)
    assert file is not None
    with file:
        assert file.read() == b"All restored."
