"""Hostile folders to restore from: not signed, signed by somebody with the key, or none at all."""

import gzip
import json
import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from backups.manifest import MANIFEST, SIGNATURE, _signature

Damage = Callable[[Path], object]

TABLE: Final = "accounts_team"
_WRONG: Final[tuple[object, ...]] = (None, -1, "x", [{}])
_PLACES: Final = (
    *("made_at", "engine", "migrations", "tables", "heads", "vault", "missing", "format"),
    *(
        f"tables.{TABLE}",
        f"tables.{TABLE}.rows",
        f"tables.{TABLE}.sha256",
        f"tables.{TABLE}.last_id",
    ),
)
_ADDRESSES: Final = (
    *(
        "../../outside",
        "/etc/passwd",
        "1/aa/../../../outside",
        "0/aa/" + "a" * 64,
        "1/ab/" + "a" * 64,
    ),
    *(
        "x/aa/" + "a" * 64,
        "1/aa/" + "A" * 64,
        "1/aa/" + "a" * 65,
        "",
        "\x00",
        "1\\aa\\" + "a" * 64,
    ),
    *("1/aa/" + "a" * 64, "²/aa/" + "a" * 64, "9" * 99 + "/aa/" + "a" * 64, "-1/aa/" + "a" * 64),
)
_TOLD: Final = (
    b"",
    b"{}",
    b"[]",
    b"null",
    b"\x00",
    b"\xff\xfe",
    b"[" * 200_000,
    b"1" * 200_000,
    b"{" * 9,
)
_ROWS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "no JSON": lambda rows: b"x\n" + rows,
    "a list": lambda rows: b"[]\n" + rows,
    "a number": lambda rows: b"1\n" + rows,
    "deep": lambda rows: b"[" * 100_000 + b"\n" + rows,
    "no model": lambda rows: rows.replace(b'"model"', b'"mode"'),
    "an unknown model": lambda rows: rows.replace(b"accounts.team", b"accounts.nothing"),
    "a model of Django": lambda rows: rows.replace(b"accounts.team", b"sessions.session"),
    "another table": lambda rows: rows.replace(b"accounts.team", b"matrix.provider"),
    "the same twice": lambda rows: rows + rows,
    "one row more": lambda rows: rows + rows.replace(b'"pk": 1', b'"pk": 999'),
    "no key": lambda rows: rows.replace(b'"pk": 1,', b""),
    "a key that is a text": lambda rows: rows.replace(b'"pk": 1', b'"pk": "x"'),
    "a key beyond a database": lambda rows: rows.replace(b'"pk": 1', b'"pk": 9223372036854775808'),
    "a key that is a list": lambda rows: rows.replace(b'"pk": 1', b'"pk": [1]'),
    "a key beyond counting": lambda rows: rows.replace(b'"pk": 1', b'"pk": 1' + b"0" * 30),
    "a key of infinity": lambda rows: rows.replace(b'"pk": 1', b'"pk": Infinity'),
    "an unknown field": lambda rows: rows.replace(b'"name"', b'"nothing"'),
    "no fields": lambda rows: rows.replace(b'"fields"', b'"none"'),
    "nothing for a name": lambda rows: rows.replace(b'"name": "', b'"name": null, "x": "'),
    "half a character": lambda rows: rows.replace(b'"name": "', b'"name": "\\ud800'),
    "another's organisation": lambda rows: rows.replace(
        b'"organisation": ', b'"organisation": 99'
    ),
    "a natural key": lambda rows: rows.replace(
        b'"organisation": ', b'"organisation": ["x"], "y": '
    ),
    "another spelling": lambda rows: rows.replace(b'"pk": ', b'"pk":  '),
    "no line end": lambda rows: rows.rstrip(b"\n"),
    "not UTF-8": lambda rows: rows + b"\xff\n",
    "blank lines": lambda rows: b"\n\n" + rows,
    "a line of megabytes": lambda rows: rows + b" " * 20_000_000,
}


def folders() -> dict[str, Damage]:
    """Return every damage to a good backup, by what it is; each changes the folder it is given."""
    return {**dict(_unsigned()), **dict(_signed()), **dict(_with_rows()), **dict(_elsewhere())}


def _unsigned() -> Iterator[tuple[str, Damage]]:
    for name, told in product((MANIFEST, SIGNATURE), _TOLD):
        yield f"{name} is {told[:8]!r}", partial(_write, name, told)
    yield "twenty megabytes of manifest", partial(_write, MANIFEST, b'{"a": 1}' * 2_500_000)
    yield "a signature without end", partial(_write, SIGNATURE, b"1 " + b"0" * 20_000_000)
    yield "the signature of another manifest", partial(_change, MANIFEST, b'"heads"', b'"Heads"')
    yield "a table that inflates", partial(_write, f"database/{TABLE}.jsonl.gz", _zeros())
    yield "a table that is none", partial(_write, f"database/{TABLE}.jsonl.gz", b"no gzip")
    yield "a table cut short", partial(_cut, f"database/{TABLE}.jsonl.gz", -5)
    yield "a table with a wrong byte", partial(_flip, f"database/{TABLE}.jsonl.gz", -12)
    yield "a table with another behind it", partial(_append, f"database/{TABLE}.jsonl.gz")
    yield "no folder of tables", lambda folder: shutil.rmtree(folder / "database")
    yield "no vault", lambda folder: shutil.rmtree(folder / "vault")
    yield "no folder", shutil.rmtree


def _signed() -> Iterator[tuple[str, Damage]]:
    for place, wrong in product(_PLACES, _WRONG):
        yield f"{place} is {wrong!r:.20}", partial(_put, place, wrong)
    for place in _PLACES:
        yield f"no {place}", partial(_put, place, ...)
    for address in _ADDRESSES:
        yield f"a file at {address!r:.30}", partial(_put, "vault", {address: 7})
    yield "an unknown word", partial(_put, "__class__", "x")
    yield (
        "an unknown table",
        partial(_put, "tables.nothing", {"rows": 0, "sha256": "", "last_id": 0}),
    )
    yield "a head that is none", partial(_put, "heads", ["x"])
    yield "a head that was never", partial(_put, "heads", ["organisation:1=999:" + "0" * 64])
    yield "another release", partial(_put, "migrations.matrix", "9999_later")
    yield "a million files", lambda folder: _put("vault", _many(200_000), folder)
    yield "deep", partial(_sign, b'{"format": ' + b"[" * 100_000)


def _with_rows() -> Iterator[tuple[str, Damage]]:
    for what, change in _ROWS.items():
        yield f"rows: {what}", partial(_rewrite, change)


def _elsewhere() -> Iterator[tuple[str, Damage]]:
    for name in (MANIFEST, SIGNATURE, f"database/{TABLE}.jsonl.gz"):
        for target in ("/dev/zero", "/etc/passwd", "/nowhere", "."):
            yield f"{name} leads to {target}", partial(_lead, name, target)
        yield f"{name} is a folder", partial(_as_folder, name)
        yield f"{name} is a pipe", partial(_as_pipe, name)
    yield "a file of the vault leads away", partial(_lead_file, "/etc/passwd")
    yield "a file of the vault never ends", partial(_lead_file, "/dev/zero")
    yield "the vault leads away", partial(_lead, "vault", "/etc")
    yield "the tables lead in a circle", partial(_lead, "database", ".")


def _write(name: str, content: bytes, folder: Path) -> None:
    (folder / name).write_bytes(content)


def _change(name: str, old: bytes, new: bytes, folder: Path) -> None:
    _write(name, (folder / name).read_bytes().replace(old, new), folder)


def _cut(name: str, end: int, folder: Path) -> None:
    _write(name, (folder / name).read_bytes()[:end], folder)


def _flip(name: str, place: int, folder: Path) -> None:
    content = bytearray((folder / name).read_bytes())
    content[place] ^= 0xFF
    _write(name, bytes(content), folder)


def _append(name: str, folder: Path) -> None:
    _write(name, (folder / name).read_bytes() + gzip.compress(b"{}\n"), folder)


def _zeros() -> bytes:
    return gzip.compress(bytes(60_000_000), 1)


def _many(number: int) -> dict[str, int]:
    return {f"1/{n:064x}"[:4] + f"/{n:064x}": 1 for n in range(number)}


def _told(folder: Path) -> Any:
    return json.loads((folder / MANIFEST).read_bytes())


def _put(place: str, value: object, folder: Path) -> None:
    """Say something else in the manifest, or nothing (...), and sign it."""
    told = _told(folder)
    *above, last = place.split(".")
    holder = told
    for name in above:
        holder = holder[name]
    if value is ...:
        del holder[last]
    else:
        holder[last] = value
    _sign(json.dumps(told).encode(), folder)


def _sign(content: bytes, folder: Path) -> None:
    _write(MANIFEST, content, folder)
    signature = _signature([content], settings.AUDIT_KEY)
    _write(SIGNATURE, f"{settings.AUDIT_KEY_ID} {signature}\n".encode(), folder)


def _rewrite(change: Callable[[bytes], bytes], folder: Path) -> None:
    """Change the rows of the teams, and have the manifest agree."""
    path = folder / "database" / f"{TABLE}.jsonl.gz"
    rows = change(gzip.decompress(path.read_bytes()))
    path.write_bytes(gzip.compress(rows, 1))
    _put(f"tables.{TABLE}.sha256", sha256(rows).hexdigest(), folder)


def _lead(name: str, target: str, folder: Path) -> None:
    path = folder / name
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
    path.symlink_to(target)


def _as_folder(name: str, folder: Path) -> None:
    (folder / name).unlink()
    (folder / name).mkdir()


def _as_pipe(name: str, folder: Path) -> None:
    (folder / name).unlink()
    os.mkfifo(folder / name)


def _lead_file(target: str, folder: Path) -> None:
    file = next(each for each in (folder / "vault").rglob("*") if each.is_file())
    file.unlink()
    file.symlink_to(target)
