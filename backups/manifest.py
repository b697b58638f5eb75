"""What a backup says of itself: every table and file with its hash, signed. Pure Python.

A backup is a folder: `manifest.json`, `manifest.sig`, `database/<table>.jsonl.gz`, one JSON line a
row, and `vault/<organisation>/<two digits>/<sha256>` as in the vault. The signature is an HMAC
with the key that seals the log, so that whoever can write to the folder alone forges nothing.
"""

import errno
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, Final, Self

FORMAT: Final = "remit-backup-1"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
DATABASE: Final = "database"
VAULT: Final = "vault"
# Says what is signed: the key seals events too, and one must not pass for the other.
_PURPOSE: Final = b"remit-backup\0"
_NOT_WHOLE: Final = f"{MANIFEST} does not say what a backup says: no program of ours wrote it."
# Where a file of the vault is: nothing else, and nothing outside of the folder.
_ADDRESS: Final = re.compile(r"[1-9][0-9]{0,17}/([0-9a-f]{2})/\1[0-9a-f]{62}")
_PIECE: Final = 1 << 20
_ENGINES: Final = frozenset({"sqlite", "postgresql"})
# What a database can count.
_MOST: Final = 1 << 63


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
        (folder / SIGNATURE).write_text(f"{key_id} {_signature([content], key)}\n")

    @classmethod
    def read(cls, folder: Path, *, key: str, key_id: str) -> Self:
        """Read what was signed with this key. Raises `BackupRefused`."""
        path = folder / MANIFEST
        try:
            signature = _signature(_pieces(path), key)
            told = b"".join(islice(_pieces(folder / SIGNATURE), 1)).decode()
        except (OSError, UnicodeDecodeError) as error:
            message = f"{folder} is not a backup, or not a whole one: {error}"
            raise BackupRefused(message) from error
        named, _blank, signed = told.strip().partition(" ")
        if named != key_id:
            message = (
                f"The backup was signed with key {named!r}, and the key at hand is {key_id!r}: "
                "put the secrets of that installation in place first."
            )
            raise BackupRefused(message)
        if not hmac.compare_digest(signed.encode(), signature.encode()):
            message = (
                f"{path} was changed after it was written, or was signed with "
                "another key: put the secrets of that installation in place first."
            )
            raise BackupRefused(message)
        return cls._from(path.read_bytes())

    @classmethod
    def _from(cls, content: bytes) -> Self:
        """Take nothing for granted: whoever has the key may sign what no backup says."""
        try:
            told = json.loads(content)
            if told["format"] != FORMAT:
                message = f"The backup is of the format {told['format']!r}, not {FORMAT!r}."
                raise BackupRefused(message)
            tables = {name: TableFile(**about) for name, about in told["tables"].items()}
            lists = {name: tuple(_list(told[name])) for name in ("heads", "missing")}
            manifest = cls(**{**told, "tables": tables, **lists})
            datetime.fromisoformat(manifest.made_at)
            is_whole = manifest._is_whole()
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            raise BackupRefused(_NOT_WHOLE) from error
        if not is_whole:
            raise BackupRefused(_NOT_WHOLE)
        return manifest

    def _is_whole(self) -> bool:
        """Tell whether all of it is of the kind that is written; files are inside the folder."""
        texts = (*self.migrations.values(), *self.heads, *self.missing)
        numbers = [
            *self.vault.values(),
            *(number for each in self.tables.values() for number in (each.rows, each.last_id)),
        ]
        return (
            self.engine in _ENGINES
            and all(isinstance(each, str) for each in texts)
            and all(type(each) is int and 0 <= each < _MOST for each in numbers)
            and all(isinstance(each.sha256, str) for each in self.tables.values())
            and all(map(_ADDRESS.fullmatch, self.vault))
        )


def _signature(content: Iterable[bytes], key: str) -> str:
    signature = hmac.new(key.encode(), _PURPOSE, "sha256")
    for piece in content:
        signature.update(piece)
    return signature.hexdigest()


def _list(told: object) -> list[Any]:
    if not isinstance(told, list):
        raise TypeError(told)
    return told


def _pieces(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces: nothing is kept of one that is not known to be ours."""
    with opened_file(path) as file:
        while piece := file.read(_PIECE):
            yield piece


def opened_file(path: Path) -> BinaryIO:
    """Open a file of a backup. Raises `OSError` for what is none: a device never ends."""
    if not path.is_file():
        raise FileNotFoundError(errno.ENOENT, "There is no such file", str(path))
    return path.open("rb")
