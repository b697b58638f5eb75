"""Evidence packs from a real server: several at once, in flat memory, and clients that leave.

`REMIT_PACK_BYTES` says how large the large one is (`make pack`: 2 GB).
"""

import http.client
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from zipfile import ZipFile

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Membership
from assessments.models import Assessment, Export
from assessments.services.packs import BROKEN
from audit.models import Event
from tests.assessments.packs import checked_by_sha256sum, path_of
from tests.assessments.proofs.proving import attach, rows_of
from tests.assessments.served_packs import CHUNK, Server, asked_for, keep_zeros, server
from tests.builders import make_assessment, make_member
from tests.evidence.conftest import vault_folder as vault_folder
from tests.figures import keep

pytestmark = [
    pytest.mark.thorough,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("vault_folder"),
]

LARGE = int(os.environ.get("REMIT_PACK_BYTES", "100000000"))
FILES = 20
# What the server may grow by while it hands out packs of any size: pieces of 1 MB, and pages.
GROWTH = 24 * CHUNK
WAIT_SECONDS = 20


def proven_by(sizes: list[int], *, by: Membership) -> Assessment:
    """Make an assessment whose first duty is proven by files of these sizes."""
    assessment = make_assessment(by)
    for size in sizes:
        attach(keep_zeros(size, by=by), rows_of(assessment)[0], by=by)
    return assessment


def url_of(assessment: Assessment) -> str:
    """Return the address of the pack."""
    return reverse("assessments:pack", args=[assessment.organisation.slug, assessment.pk])


def download(url: str, at: Server, by: Membership, to: Path) -> tuple[int, int]:
    """Write a pack to a file, and return the length it announced and the one it had."""
    with asked_for(url, at, by=by) as response, to.open("wb") as file:
        assert response.status == 200
        shutil.copyfileobj(response, file, CHUNK)
        return int(response.headers["Content-Length"]), file.tell()


def test_a_large_pack_streams_in_flat_memory_with_an_exact_length_and_is_whole(
    vault_folder: Path, tmp_path: Path
) -> None:
    by = make_member()
    assessment = proven_by([LARGE // FILES + number for number in range(FILES)], by=by)
    small = proven_by([CHUNK], by=by)
    pack = tmp_path / "pack.zip"

    with server(vault_folder) as at:
        download(url_of(small), at, by, tmp_path / "small.zip")
        before, began = at.peak_bytes, monotonic()
        announced, had = download(url_of(assessment), at, by, pack)
        took, grown = monotonic() - began, at.peak_bytes - before

    assert announced == had > LARGE
    assert grown < GROWTH
    with ZipFile(pack) as archive:
        archive.extractall(tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert checked_by_sha256sum(folder)[0] == 0
    if program := shutil.which("unzip"):
        tested = subprocess.run([program, "-tqq", str(pack)], check=False)  # noqa: S603
        assert tested.returncode == 0
    if "REMIT_PACK_BYTES" in os.environ:
        figure = f"{had:,} bytes in {took:.0f} s, {grown / 1e6:.1f} MB more of memory"
        keep("make pack", {"an evidence pack, whole by its hashes": figure})


def test_several_at_once_are_each_whole(vault_folder: Path, tmp_path: Path) -> None:
    by = make_member()
    url = url_of(proven_by([5 * CHUNK + 3, 7], by=by))

    def one(file: Path) -> tuple[int, int]:
        try:
            return download(url, at, by, file)
        finally:
            connection.close()  # that of this thread, which signed somebody in

    with server(vault_folder) as at, ThreadPoolExecutor(4) as people:
        files = [tmp_path / f"{number}.zip" for number in range(8)]
        lengths = list(people.map(one, files))

    assert all(announced == had for announced, had in lengths)
    for file in files:
        with ZipFile(file) as archive:
            assert archive.testzip() is None
    assert Export.objects.count() == len(files)


def test_a_client_that_leaves_in_the_middle_leaves_nothing_open(
    vault_folder: Path,
) -> None:
    by = make_member()
    url = url_of(proven_by([64 * CHUNK], by=by))

    with server(vault_folder) as at:
        for _ in range(9):  # one more than the server has threads
            with asked_for(url, at, by=by) as response:
                response.read(3 * CHUNK)
                had_open = at.open_files(vault_folder)
        until = monotonic() + WAIT_SECONDS
        while at.open_files(vault_folder) and monotonic() < until:
            sleep(0.05)
        left_open = at.open_files(vault_folder)
        with asked_for(url, at, by=by) as response:
            again = response.status

    assert (had_open > 0, left_open, again) == (True, 0, 200)


def test_a_file_that_changed_is_a_download_that_fails(vault_folder: Path) -> None:
    by = make_member()
    assessment = proven_by([5 * CHUNK, 9], by=by)
    changed = rows_of(assessment)[0].attachments.order_by("pk")[0].evidence
    with path_of(changed).open("r+b") as file:
        file.write(b"1")

    with (
        server(vault_folder) as at,
        asked_for(url_of(assessment), at, by=by) as response,
        pytest.raises(http.client.IncompleteRead),
    ):
        response.read()

    assert Event.objects.get(verb=BROKEN).new["evidence"] == changed.pk
