"""Exporting one organisation: all its rows, its proofs and its log, for whoever leaves with it."""

import json
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any, Final, Protocol

from django.db import DEFAULT_DB_ALIAS
from django.utils import timezone, translation

from accounts.dates import date_format
from accounts.models import Organisation, User
from audit.models import ChainHead, chain_of
from audit.selectors import Head, sealed_lines
from audit.services import Happening, append_events
from backups.archive import Entry
from backups.extracts import (
    Written,
    own_tables,
    people_lines,
    printed_tables,
    row_lines,
    write_lines,
    written,
)
from backups.snapshot import snapshot
from backups.words import read_me, read_me_name
from database.transactions import change
from evidence.models import Evidence
from evidence.vault import address, size_at

# What is told how many lines are done, of how many.
Told = Callable[[int, int], None]

FORMAT: Final = "remit-organisation-1"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
_TABLES: Final = "tables/"
_KEPT: Final = "evidence/"


def _untold(_done: int, _total: int) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Extract:
    """An export that is ready to be archived: what its file is called, and its entries.

    `missing` are addresses that a proof names and the vault has no longer, or cut. `sums_sha256`
    is the hash of the list of hashes: who knows it knows them all.
    """

    name: str
    entries: tuple[Entry, ...]
    rows: int
    missing: tuple[str, ...]
    sums_sha256: str


class Handed(Protocol):
    """What the log keeps of an export, made just now or before."""

    @property
    def rows(self) -> int:
        """Return how many rows of tables it has."""

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the addresses of files that the vault no longer had."""

    @property
    def sums_sha256(self) -> str:
        """Return the hash of its list of hashes."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What was read at one moment: files by their names, and where the log ended."""

    written: dict[str, Written]
    proofs: dict[str, Written]
    missing: tuple[str, ...]
    head: str


def extract(
    organisation: Organisation,
    folder: Path,
    *,
    language: str,
    at: datetime,
    told: Told = _untold,
) -> Extract:
    """Write the rows and the log of an organisation as they are at one moment into `folder`.

    The files of proofs stay where they are: they are read when the archive is. Memory does not
    grow with the number of rows; while rows are read, people go on working. `told` is called
    with each line that was read and how many there will be, and stops it all by what it raises.
    Raises `OSError`.
    """
    with snapshot(folder) as using, translation.override(language):
        read = _read(organisation.pk, folder, using, told)
    made = dict(read.written)
    for name, content in _texts(organisation, read, language, at):
        (folder / name).write_bytes(content)
        made[name] = written(folder / name)
    sums = "".join(f"{file.sha256}  {name}\n" for name, file in {**made, **read.proofs}.items())
    (folder / SUMS).write_text(sums)
    made[SUMS] = written(folder / SUMS)
    stem = f"remit-{organisation.slug}-{at.astimezone(UTC):%Y-%m-%d}"
    texts_first = reversed(made.items())
    places = read.proofs.items()
    return Extract(
        name=f"{stem}.zip",
        entries=(
            *(_entry(stem, name, file, folder / name) for name, file in texts_first),
            *(_entry(stem, name, file, name.removeprefix(_KEPT)) for name, file in places),
        ),
        rows=sum(file.lines for name, file in made.items() if name.startswith(_TABLES)),
        missing=read.missing,
        sums_sha256=made[SUMS].sha256,
    )


@change
def record_extract(
    *, organisation: Organisation, made: Handed, at: datetime, by: User | None = None
) -> None:
    """Tell the log that the organisation was exported, before the first byte leaves."""
    new = {"rows": made.rows, "missing": len(made.missing), "sums_sha256": made.sums_sha256}
    append_events(
        organisation_id=organisation.pk,
        happenings=[
            Happening("organisation-exported", "organisation", str(organisation.pk), new=new)
        ],
        actor_id=by.pk if by else None,
        at=at,
    )


def rows_to_export(organisation_id: int, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Return how many lines an export would have, but for those of people.

    One query for each table; fast, since a row is only counted.
    """
    found = [
        *own_tables(organisation_id, using=using).values(),
        *printed_tables(organisation_id, using=using).values(),
    ]
    chain = ChainHead.objects.using(using).filter(pk=chain_of(organisation_id))
    events = sum(chain.values_list("sequence", flat=True))
    return sum(rows.count() for rows in found) + events


def _read(organisation_id: int, folder: Path, using: str, told: Told) -> _Read:
    """Write what is read of the database; people are called as in the language in force."""
    chain = chain_of(organisation_id)
    total = 0 if told is _untold else rows_to_export(organisation_id, using=using)
    done = count(1)
    own, printed = (
        tables(organisation_id, using=using) for tables in (own_tables, printed_tables)
    )
    lines = {
        **{f"{_TABLES}{table}": row_lines(rows) for table, rows in own.items()},
        **{f"printed/{table}": row_lines(rows) for table, rows in printed.items()},
        "people": people_lines(organisation_id, using=using),
        "log/events": sealed_lines(chain, using=using),
    }
    files = {f"{name}.jsonl.gz": each for name, each in lines.items()}
    made = {
        name: write_lines(_counted(each, done, total, told), folder / name)
        for name, each in files.items()
    }
    head = ChainHead.objects.using(using).get(pk=chain)
    proofs, missing = _proofs(organisation_id, using)
    return _Read(made, proofs, missing, Head(head.sequence, head.seal).named(chain))


def _counted(
    lines: Generator[bytes, None, None], done: Iterator[int], total: int, told: Told
) -> Iterator[bytes]:
    # Whoever is told may raise: the cursor behind the lines goes before its connection does.
    with closing(lines):
        for line, number in zip(lines, done, strict=False):
            told(number, total)
            yield line


def _proofs(organisation_id: int, using: str) -> tuple[dict[str, Written], tuple[str, ...]]:
    """Return the files of proofs that are there as they should, and the addresses of others."""
    named = Evidence.objects.using(using).in_vault().filter(organisation=organisation_id)
    kept, missing = {}, []
    contents = named.order_by("sha256").values_list("sha256", "size").distinct()
    for sha256, size in contents.iterator(chunk_size=2000):
        place = address(organisation_id, sha256)
        if size is not None and size_at(place) == size:
            kept[f"{_KEPT}{place}"] = Written(0, size, sha256)
        else:
            missing.append(place)
    return kept, tuple(missing)


def _entry(stem: str, name: str, file: Written, source: Path | str) -> Entry:
    return Entry(f"{stem}/{name}", file.size, file.sha256, source)


def _texts(
    organisation: Organisation, read: _Read, language: str, at: datetime
) -> Iterator[tuple[str, bytes]]:
    """Yield what an export says of itself, to programs and to people: name and content."""
    told: dict[str, Any] = {
        "format": FORMAT,
        "organisation": organisation.pk,
        "slug": organisation.slug,
        "name": organisation.name,
        "made_at": at.astimezone(UTC).isoformat(timespec="seconds"),
        "head": read.head,
        "files": {name: asdict(file) for name, file in read.written.items()},
        "missing": list(read.missing),
    }
    yield MANIFEST, json.dumps(told, indent=1, ensure_ascii=False).encode()
    with translation.override(language):
        day = date_format(timezone.localdate(at), "j F Y")
        text = read_me(name=organisation.name, made_on=day, head=read.head, missing=read.missing)
        yield read_me_name(), text.encode()
