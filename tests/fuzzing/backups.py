"""Folders to restore from: some tables of a backup, signed, and what may be wrong with them."""

import gzip
import hmac
import json
import tempfile
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.core import serializers
from django.db.models import Model

from accounts.models import Organisation, Team
from backups.manifest import DATABASE, FORMAT, MANIFEST, SIGNATURE, BackupRefused, Manifest
from backups.rows import TableRows, file_hash, file_name, kept_models
from matrix.models import Provider
from tests.fuzzing import pieces
from tests.fuzzing.mutants import Chance, any_bytes, any_json, any_text, deep_json, to_json
from tests.fuzzing.seeds import File, as_json, packed, unpacked

KEY: Final = "a key of the tests"
_PURPOSE: Final = b"remit-backup\0"
_ROWS: Final = any_text(
    (*pieces.SIGNS, *pieces.NUMBERS, '"', "{", "}", "[", "]", "null", "accounts.")
)
_DIGEST: Final = sha256(b"a proof").hexdigest()


@cache
def folders() -> Sequence[File]:
    """Return one backup of a few rows, as an archive."""
    tables: dict[type[Model], list[Model]] = {
        Organisation: [Organisation(pk=1, name="Ours", slug="ours")],
        Team: [
            Team(pk=1, organisation_id=1, name="Réseau"),
            Team(pk=2, organisation_id=1, name="x"),
        ],
        Provider: [Provider(pk=1, name="Cloud", slug="cloud")],
    }
    parts, told = {}, {}
    for model, rows in tables.items():
        content = serializers.serialize("jsonl", rows).encode()
        parts[f"{DATABASE}/{file_name(model)}"] = gzip.compress(content, mtime=0)
        digest = sha256(content).hexdigest()
        told[model._meta.db_table] = {"rows": len(rows), "sha256": digest, "last_id": len(rows)}
    manifest = {
        "format": FORMAT,
        "made_at": "2026-11-23T10:00:00+00:00",
        "engine": "sqlite",
        "migrations": {"accounts": "0001_first"},
        "tables": told,
        "heads": ["installation:1:" + "0" * 64],
        "vault": {f"1/{_DIGEST[:2]}/{_DIGEST}": 7},
        "missing": [],
    }
    parts[f"vault/1/{_DIGEST[:2]}/{_DIGEST}"] = b"a proof"
    return (File("backup", packed(_signed(parts, to_json(manifest)))),)


def folder_read(file: File) -> str:
    """Return what came of a folder: what `restore` reads of it before it writes anything."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part, content in unpacked(file.content).items():
            path = folder / part
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        try:
            manifest = Manifest.read(folder, key=KEY, key_id="1")
            models = [each for each in kept_models() if each._meta.db_table in manifest.tables]
            for model in models:
                if (
                    file_hash(model, folder / DATABASE)
                    != manifest.tables[model._meta.db_table].sha256
                ):
                    return "refused"
                for _row in TableRows(model, folder / DATABASE):
                    pass
        except BackupRefused:
            return "refused"
    return "read"


def damaged(chance: Chance, file: File) -> File:
    """Return a folder of which something is wrong; most of them are signed all the same."""
    parts = unpacked(file.content)
    manifest = as_json(parts[MANIFEST])
    kind = chance.randrange(10)
    if kind < 4:
        told = to_json(any_json(chance, manifest))
        parts = _signed(parts, deep_json(told, chance.randrange(len(told))) if kind == 0 else told)
    elif kind < 7:
        parts = _with_rows(chance, parts, manifest)
    else:
        name = chance.choice(sorted(parts))
        parts[name] = any_bytes(chance, parts[name])
    return File(file.name, packed(parts))


def _with_rows(chance: Chance, parts: dict[str, bytes], manifest: Any) -> dict[str, bytes]:
    table = chance.choice(sorted(manifest["tables"]))
    name = f"{DATABASE}/{table}.jsonl.gz"
    rows = gzip.decompress(parts[name])
    if chance.random() < 0.5:
        rows = _ROWS(chance, rows)
    else:
        lines = [json.loads(line) for line in rows.splitlines()]
        rows = b"\n".join(to_json(any_json(chance, line)) for line in lines) + b"\n"
    manifest["tables"][table]["sha256"] = sha256(rows).hexdigest()
    return _signed({**parts, name: gzip.compress(rows, 1, mtime=0)}, to_json(manifest))


def _signed(parts: dict[str, bytes], manifest: bytes) -> dict[str, bytes]:
    signature = hmac.digest(KEY.encode(), _PURPOSE + manifest, "sha256").hex()
    return {**parts, MANIFEST: manifest, SIGNATURE: f"1 {signature}\n".encode()}
