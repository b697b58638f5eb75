"""Large files through nginx: uploads, cut ones too, and downloads."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from zipfile import ZipFile

import pytest
from django.urls import reverse
from pytest_django import Settings

from assessments.models import Assessment
from evidence.models import Evidence
from tests.assessments.proofs.proving import attach, rows_of
from tests.assessments.served_packs import keep_zeros
from tests.builders import make_assessment, make_member
from tests.deploy.site import Site
from tests.deploy.visiting import UPLOAD, Visitor, upload_body

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.postgresql,
    pytest.mark.xdist_group("site"),
    pytest.mark.django_db(transaction=True),
]

MEGABYTE = 1 << 20
LARGE = 50 * MEGABYTE
WAIT_SECONDS = 60.0
PLAIN = {"evidence_type": "other", "confidentiality": "internal"}


def url_of(assessment: Assessment, name: str) -> str:
    """Return an address of the assessment."""
    return reverse(f"assessments:{name}", args=[assessment.organisation.slug, assessment.pk])


def test_an_upload_of_50_megabytes_passes_through(served: Site, visitor: Visitor) -> None:
    by = make_member()
    assessment = make_assessment(by)
    visitor.is_let_in_as(by.user)
    content = b"0123456789abcdef" * (LARGE // 16)
    form = PLAIN | {"rows": str(rows_of(assessment)[0].key)}

    answer = visitor.upload(url_of(assessment, "attach_new"), form, content)

    digest = sha256(content).hexdigest()
    kept = served.vault / str(by.organisation_id) / digest[:2] / digest
    assert answer.status == 302
    assert Evidence.objects.get().sha256 == digest
    assert kept.stat().st_size == LARGE
    assert is_swept(served)


def test_an_upload_that_is_cut_leaves_nothing(served: Site, visitor: Visitor) -> None:
    by = make_member()
    assessment = make_assessment(by)
    visitor.is_let_in_as(by.user)
    form = PLAIN | {"rows": str(rows_of(assessment)[0].key)}
    body = upload_body(form, b"x" * LARGE)

    def cut() -> Iterator[bytes]:
        yield body[: LARGE // 2]
        raise ConnectionAbortedError

    for at in (0, served.ports[0]):
        headers = {"Content-Type": UPLOAD, "Content-Length": str(len(body))}
        asking = visitor.asking(
            "POST", url_of(assessment, "attach_new"), cut(), at=at, headers=headers
        )
        with pytest.raises(ConnectionAbortedError), asking:
            pass

    assert is_swept(served)
    assert not Evidence.objects.exists()


def is_swept(served: Site) -> bool:
    """Tell whether nothing of an upload is left, neither with nginx nor with Remit."""
    folders = [served.vault / "incoming", served.folder / "temporary"]
    until = monotonic() + WAIT_SECONDS
    while monotonic() < until:
        if not [path for folder in folders for path in folder.rglob("*") if path.is_file()]:
            return True
        sleep(0.05)
    return False


def test_what_is_larger_than_any_proof_is_refused_before_it_is_sent(visitor: Visitor) -> None:
    length = str(110 * MEGABYTE)

    answer = visitor.get("/", headers={"Content-Length": length})

    assert answer.status == 413


def test_a_download_streams_and_is_whole(
    served: Site, visitor: Visitor, settings: Settings, tmp_path: Path
) -> None:
    by = make_member()
    assessment = make_assessment(by)
    storages = settings.STORAGES
    options = storages["vault"]["OPTIONS"] | {"location": str(served.vault)}
    settings.STORAGES = storages | {"vault": storages["vault"] | {"OPTIONS": options}}
    for number in range(4):
        file = keep_zeros(10 * MEGABYTE + number, by=by)
        attach(file, rows_of(assessment)[0], by=by)
    visitor.is_let_in_as(by.user)
    pack = tmp_path / "pack.zip"

    with visitor.asking("POST", url_of(assessment, "pack")) as response:
        first = response.read(MEGABYTE)
        waiting = [path for path in (served.folder / "temporary").rglob("*") if path.is_file()]
        pack.write_bytes(first + response.read())

    assert response.status == 200
    assert int(response.headers["Content-Length"]) == pack.stat().st_size > 40 * MEGABYTE
    assert "no-store" in response.headers["Cache-Control"]
    assert waiting == []
    with ZipFile(pack) as archive:
        assert archive.testzip() is None
