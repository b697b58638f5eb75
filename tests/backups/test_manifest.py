"""The manifest of a backup: what is read is what was written, signed with the key at hand."""

import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from backups.manifest import (
    DATABASE,
    FORMAT,
    MANIFEST,
    SIGNATURE,
    VAULT,
    BackupRefused,
    Manifest,
    TableFile,
)

WRITTEN = Manifest(
    made_at="2026-11-22T09:00:00+00:00",
    engine="sqlite",
    migrations={"audit": "0002", "accounts": "0006"},
    tables={"audit_event": TableFile(12, "ab" * 32, 15), "accounts_team": TableFile(0, "cd" * 32)},
    heads=("organisation:3=12:0f3a", "installation=1:77"),
    vault={f"3/ab/ab{'0' * 62}": 120},
    missing=("3/cd/été",),
)


def _written(folder: Path, manifest: Manifest = WRITTEN) -> Path:
    manifest.write(folder, key="secret", key_id="1")
    return folder


def _read(folder: Path, *, key: str = "secret", key_id: str = "1") -> Manifest:
    return Manifest.read(folder, key=key, key_id=key_id)


def test_what_was_written_is_read_again_whole(tmp_path: Path) -> None:
    assert _read(_written(tmp_path)) == WRITTEN


def test_nothing_is_missing_and_no_id_was_given_out_unless_it_is_said(tmp_path: Path) -> None:
    plain = Manifest("2026-11-22", "sqlite", {}, {"t": TableFile(0, "ab")}, (), {})

    read = _read(_written(tmp_path, plain))

    assert (read.missing, read.tables["t"].last_id, read.format) == ((), 0, FORMAT)


def test_a_backup_is_a_folder_of_names_that_later_releases_know(tmp_path: Path) -> None:
    _written(tmp_path)

    assert {"manifest.json", "manifest.sig"} <= {path.name for path in tmp_path.iterdir()}
    assert (MANIFEST, SIGNATURE) == ("manifest.json", "manifest.sig")
    assert (FORMAT, DATABASE, VAULT) == ("remit-backup-1", "database", "vault")


def test_it_is_written_to_be_read_by_people_too(tmp_path: Path) -> None:
    text = (_written(tmp_path) / MANIFEST).read_text("utf-8")

    assert "3/cd/été" in text
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert text.splitlines()[1] == ' "engine": "sqlite",'


@pytest.mark.asvs("11.4.1")
def test_the_signature_is_the_one_that_was_always_made(tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(b"{}")
    # HMAC-SHA256 of "remit-backup", a NUL and "{}" under the key "secret", by openssl.
    (tmp_path / SIGNATURE).write_text(
        "1 79a22a42efb94f7d6cfa3d67d1b917c08b151710dca0fc9da7dd69488bf514ff\n"
    )

    with pytest.raises(BackupRefused, match="does not say what a backup says"):
        _read(tmp_path)


@pytest.mark.asvs("11.4.1")
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda text: text.replace("sqlite", "SQLite"), id="a value"),
        pytest.param(lambda text: text + " ", id="a blank"),
        pytest.param(lambda text: text.replace('"rows": 12', '"rows": 13'), id="a number"),
        pytest.param(lambda _text: "{}", id="all of it"),
    ],
)
def test_a_manifest_that_was_changed_is_refused(
    change: Callable[[str], str], tmp_path: Path
) -> None:
    file = _written(tmp_path) / MANIFEST
    file.write_text(change(file.read_text("utf-8")), "utf-8")

    with pytest.raises(BackupRefused, match="was changed after it was written"):
        _read(tmp_path)


def test_a_manifest_signed_with_another_key_of_the_same_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BackupRefused, match="another key"):
        _read(_written(tmp_path), key="another")


def test_a_manifest_signed_with_a_key_of_another_name_is_refused_by_that_name(
    tmp_path: Path,
) -> None:
    with pytest.raises(BackupRefused, match="signed with key '1', and the key at hand is '2'"):
        _read(_written(tmp_path), key_id="2")


@pytest.mark.parametrize("signature", ["", "1", "1 ", "1 00", "secret 1"])
def test_a_signature_that_is_none_is_refused(signature: str, tmp_path: Path) -> None:
    (_written(tmp_path) / SIGNATURE).write_text(signature)

    with pytest.raises(BackupRefused):
        _read(tmp_path)


@pytest.mark.parametrize("name", [MANIFEST, SIGNATURE])
def test_half_a_backup_is_refused(name: str, tmp_path: Path) -> None:
    (_written(tmp_path) / name).unlink()

    with pytest.raises(BackupRefused, match="not a whole one"):
        _read(tmp_path)


def test_a_signature_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (_written(tmp_path) / SIGNATURE).write_bytes(b"1 \xff\xfe")

    with pytest.raises(BackupRefused, match="not a whole one"):
        _read(tmp_path)


def test_a_signature_that_is_not_ascii_is_refused(tmp_path: Path) -> None:
    (_written(tmp_path) / SIGNATURE).write_text("1 é’", "utf-8")

    with pytest.raises(BackupRefused, match="was changed"):
        _read(tmp_path)


def test_the_format_of_another_release_is_refused_by_name(tmp_path: Path) -> None:
    later = replace(WRITTEN, format="remit-backup-2")

    with pytest.raises(BackupRefused, match="format 'remit-backup-2', not 'remit-backup-1'"):
        _read(_written(tmp_path, later))


@pytest.mark.asvs("5.3.2")
@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"made_at": "yesterday"}, id="no moment"),
        pytest.param({"engine": "mysql"}, id="an engine that is none"),
        pytest.param({"migrations": {"audit": 2}}, id="a migration that is no name"),
        pytest.param({"heads": (1,)}, id="a head that is no text"),
        pytest.param({"missing": (1,)}, id="a missing file that is no text"),
        pytest.param({"heads": "organisation:3"}, id="one head for many"),
        pytest.param({"tables": {"t": TableFile(-1, "ab")}}, id="fewer rows than none"),
        pytest.param({"tables": {"t": TableFile(True, "ab")}}, id="a truth for a number"),
        pytest.param({"tables": {"t": TableFile(1, "ab", 1 << 63)}}, id="an id out of reach"),
        pytest.param({"tables": {"t": TableFile(1, 7)}}, id="a hash that is no text"),  # type: ignore[arg-type]
        pytest.param({"vault": {"3/ab/../../etc": 1}}, id="a way out of the folder"),
        pytest.param({"vault": {f"3/cd/ab{'0' * 62}": 1}}, id="a file in another folder"),
        pytest.param({"vault": {f"0/ab/ab{'0' * 62}": 1}}, id="an organisation that is none"),
        pytest.param({"vault": {f"3/ab/ab{'0' * 62}": -1}}, id="less than no bytes"),
        pytest.param({"tables": {"t": 7}}, id="a table that is none"),
        pytest.param({"vault": []}, id="a list for a vault"),
    ],
)
def test_what_no_backup_says_is_refused_though_it_is_signed(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    with pytest.raises(BackupRefused, match="does not say what a backup says"):
        _read(_written(tmp_path, replace(WRITTEN, **changes)))


@pytest.mark.parametrize("content", ["[]", "{", "[" * 100_000, '{"format": "remit-backup-1"}'])
def test_what_is_no_manifest_is_refused_though_it_is_signed(content: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(content)
    signature = hmac.digest(b"secret", b"remit-backup\0" + content.encode(), "sha256").hex()
    (tmp_path / SIGNATURE).write_text(f"1 {signature}")

    with pytest.raises(BackupRefused, match="does not say what a backup says"):
        _read(tmp_path)
