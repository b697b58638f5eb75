"""Files by the hash of their content, in a folder."""

import os
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from stat import S_IMODE

import pytest
from django.conf import settings as project
from pytest_django import Settings

from evidence import vault
from evidence.guard import HEAD, EvidenceRefused, Reason

CONTENT = b"restored"
DIGEST = sha256(CONTENT).hexdigest()
NAME = f"7/{DIGEST[:2]}/{DIGEST}"


def _keep(content: bytes = CONTENT, *, organisation_id: int = 7) -> None:
    with vault.arriving([content], limit=10**6) as arrival:
        vault.place(arrival, organisation_id=organisation_id)


def _arrivals(folder: Path) -> list[Path]:
    return list((folder / "incoming").iterdir())


def test_what_arrives_is_hashed_and_counted_on_the_way() -> None:
    chunks = [b"a" * 5000, b"b" * 5000, b"c"]

    with vault.arriving(chunks, limit=10_001) as arrival:
        kept = arrival.path.read_bytes()

    assert kept == b"".join(chunks)
    assert arrival.sha256 == sha256(kept).hexdigest()
    assert arrival.size == 10_001
    assert arrival.head == kept[:HEAD]


def test_an_arrival_that_is_not_placed_is_gone(vault_folder: Path) -> None:
    with vault.arriving([CONTENT], limit=100):
        assert len(_arrivals(vault_folder)) == 1

    assert not _arrivals(vault_folder)


def test_an_upload_that_breaks_off_leaves_nothing(vault_folder: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield CONTENT
        raise ConnectionError

    with pytest.raises(ConnectionError), vault.arriving(broken(), limit=100):
        pass

    assert not _arrivals(vault_folder)


def test_reading_stops_at_the_limit(vault_folder: Path) -> None:
    read = []

    def endless() -> Iterator[bytes]:
        while True:
            read.append(1)
            yield b"x" * 10

    with pytest.raises(EvidenceRefused) as refused, vault.arriving(endless(), limit=95):
        pass

    assert refused.value.reason == Reason.TOO_LARGE
    assert len(read) == 10
    assert not _arrivals(vault_folder)


@pytest.mark.asvs("5.3.2")
def test_what_is_placed_is_at_its_address_and_for_nobody_else(vault_folder: Path) -> None:
    _keep()

    path = vault_folder / NAME
    assert path.read_bytes() == CONTENT
    assert vault.address(7, DIGEST) == NAME
    assert S_IMODE(path.stat().st_mode) == 0o600
    assert S_IMODE(path.parent.stat().st_mode) == 0o700
    assert S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    assert not _arrivals(vault_folder)


@pytest.mark.parametrize("setting", ["VAULT_FOLDER", "FILE_UPLOAD_TEMP_DIR"])
def test_the_installation_keeps_its_folders_for_itself(setting: str) -> None:
    folder = Path(getattr(project, setting))

    assert S_IMODE(folder.stat().st_mode) == 0o700


def test_what_is_there_already_is_not_written_again(vault_folder: Path) -> None:
    _keep()
    before = (vault_folder / NAME).stat()

    _keep()

    after = (vault_folder / NAME).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_what_is_no_longer_what_its_address_says_is_mended(vault_folder: Path) -> None:
    _keep()
    (vault_folder / NAME).write_bytes(b"damaged!")

    _keep()

    assert (vault_folder / NAME).read_bytes() == CONTENT


def test_what_is_placed_is_on_the_disk_before_it_is_acknowledged(
    vault_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced = []
    sync = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(Path(os.readlink(f"/proc/self/fd/{descriptor}")))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", noted)
    _keep()

    path = vault_folder / NAME
    assert synced[0].parent == vault_folder / "incoming"
    assert synced[1:] == [path.parent, path.parent.parent, vault_folder]


def test_a_file_is_read_from_its_beginning() -> None:
    _keep()

    with vault.opened(NAME) as file:
        content = file.read()

    assert content == CONTENT
    assert vault.is_at(NAME)
    assert vault.digest_at(NAME) == DIGEST


def test_an_address_without_a_file_says_so() -> None:
    assert not vault.is_at(NAME)
    assert vault.digest_at(NAME) == ""
    with pytest.raises(vault.FileMissing):
        vault.opened(NAME)


def test_every_address_is_named_and_nothing_else(vault_folder: Path) -> None:
    _keep()
    _keep(b"other", organisation_id=12)
    (vault_folder / "incoming" / "upload-x").write_bytes(b"half")

    found = list(vault.addresses())

    other = sha256(b"other").hexdigest()
    assert found == [f"12/{other[:2]}/{other}", NAME]


def test_arrivals_are_told_by_their_age(vault_folder: Path) -> None:
    now = datetime.now(UTC)
    old, new = (vault_folder / "incoming" / name for name in ("old", "new"))
    (vault_folder / "incoming" / "folder").mkdir()
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, ((now - timedelta(days=2)).timestamp(),) * 2)

    assert vault.arrivals(before=now - timedelta(days=1)) == [old]


def test_a_file_that_is_removed_is_gone() -> None:
    _keep()

    vault.remove(NAME)

    assert not vault.is_at(NAME)


def test_a_storage_that_is_no_folder_keeps_files_too(
    vault_folder: Path, settings: Settings
) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = project.STORAGES | {"vault": memory}

    _keep()

    assert list(vault.addresses()) == [NAME]
    assert vault.digest_at(NAME) == DIGEST
    assert vault.placed_at(NAME).tzinfo
    assert not _arrivals(vault_folder)


@pytest.mark.thorough
def test_a_large_file_comes_in_with_little_memory() -> None:
    piece = bytes(1_000_000)
    tracemalloc.start()

    with vault.arriving((piece for _ in range(200)), limit=10**9) as arrival:
        vault.place(arrival, organisation_id=7)
    digest = vault.digest_at(vault.address(7, arrival.sha256))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert digest == arrival.sha256
    assert arrival.size == 200_000_000
    assert peak < 5_000_000
