"""What a backup says of itself: every table and file with its hash, signed. Pure Python.

A backup is a folder: `manifest.json`, `manifest.sig`, `database/<table>.jsonl.gz`, one JSON line a
row, and `vault/<organisation>/<two digits>/<sha256>` as in the vault. The signature is an HMAC
with the key that seals the log, so that whoever can write to the folder alone forges nothing.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

FORMAT: Final = "remit-backup-1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
DATABASE: Final = "database"
VAULT: Final = "vault"
# Says what is signed: the key seals events too, and one must not pass for the other.
_PURPOSE: Final = b"remit-backup\0"


class BackupRefused(Exception):
    """A folder cannot be restored from; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """The rows of one table: how many, the hash of their lines, the last id given out."""

    rows: int
    sha256: str
    last_id: int = 0


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup as it was made. `made_at` is ISO 8601 in UTC.

    `migrations` names the last of each app, `heads` where each chain of the log ended
    ("organisation:3=1520:0f3a…"), `vault` the size in bytes by address. `missing` are files that
    a proof names and the vault did not have, or not as they were.
    """

    made_at: str
    engine: str
    migrations: Mapping[str, str]
    tables: Mapping[str, TableFile]
    heads: tuple[str, ...]
    vault: Mapping[str, int]
    missing: tuple[str, ...] = ()
    format: str = field(default=FORMAT)

    def write(self, folder: Path, *, key: str, key_id: str) -> None:
        """Write and sign it into `folder`."""
        content = json.dumps(asdict(self), indent=1, sort_keys=True, ensure_ascii=False).encode()
        (folder / MANIFEST).write_bytes(content)
        (folder / SIGNATURE).write_text(f"{key_id} {_signature(content, key)}\n")

    @classmethod
    def read(cls, folder: Path, *, key: str, key_id: str) -> Self:
        """Read what was signed with this key. Raises `BackupRefused`."""
        try:
            content = (folder / MANIFEST).read_bytes()
            named, _blank, signed = (folder / SIGNATURE).read_text().strip().partition(" ")
        except (OSError, UnicodeDecodeError) as error:
            message = f"{folder} is not a backup, or not a whole one: {error}"
            raise BackupRefused(message) from error
        if named != key_id:
            message = (
                f"The backup was signed with key {named!r}, and the key at hand is {key_id!r}: "
                "put the secrets of that installation in place first."
            )
            raise BackupRefused(message)
        if not hmac.compare_digest(signed.encode(), _signature(content, key).encode()):
            message = (
                f"{folder / MANIFEST} was changed after it was written, or was signed with "
                "another key: put the secrets of that installation in place first."
            )
            raise BackupRefused(message)
        return cls._from(json.loads(content))

    @classmethod
    def _from(cls, told: dict[str, Any]) -> Self:
        if told.get("format") != FORMAT:
            message = f"The backup is of the format {told.get('format')!r}, not {FORMAT!r}."
            raise BackupRefused(message)
        tables = {name: TableFile(**about) for name, about in told["tables"].items()}
        lists = {name: tuple(told[name]) for name in ("heads", "missing")}
        return cls(**{**told, "tables": tables, **lists})


def _signature(content: bytes, key: str) -> str:
    return hmac.digest(key.encode(), _PURPOSE + content, "sha256").hex()
