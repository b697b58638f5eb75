"""Rows as lines: how a table is written to a file, and read back, the same on both engines.

As Django's own serializer writes them, with an encoder that keeps every microsecond: the seals of
the log are over them. Names inside a JSON value are in alphabetical order: PostgreSQL has them in
an order of its own.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, Final, cast

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.jsonl import Serializer
from django.db import DEFAULT_DB_ALIAS, connections, models

from backups.manifest import BackupRefused, TableFile, opened_file

# Made anew by `migrate`, or of those who were signed in: nobody is after a restore.
LEFT_OUT: Final = frozenset(
    {
        "auth.Permission",
        "contenttypes.ContentType",
        "sessions.Session",
        "accounts.OpenSession",
    }
)
_PAGE: Final = 500
_PIECE: Final = 1 << 18
# What a line may raise that is no row of its table.
_NO_ROW: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValidationError,
    ValueError,
)

Model = type[models.Model]


class _Encoder(DjangoJSONEncoder):
    """Writes moments whole."""

    def default(self, o: Any) -> Any:
        """Give a moment as ISO 8601 with its microseconds."""
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


_spelt: Final = _Encoder(separators=(",", ": "), ensure_ascii=False).encode


class _Lines(Serializer):
    """Django's lines, each encoded at once: a stream is encoded in Python, ten times slower."""

    def end_object(self, obj: models.Model) -> None:
        """Write one row as a line."""
        self.stream.write(_line(self.get_dump_object(obj)))
        self._current = None


class _Hashed:
    """A text stream that hashes what passes on to a compressed file, or to nothing."""

    def __init__(self, file: gzip.GzipFile | None = None) -> None:
        self._file = file
        self.digest = sha256()

    def write(self, text: str) -> int:
        """Write text as UTF-8."""
        content = text.encode()
        self.digest.update(content)
        return self._file.write(content) if self._file else len(content)


def kept_models() -> list[Model]:
    """Return the tables of a backup, each after those that its rows point to."""
    found = {
        model: None
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.label not in LEFT_OUT
    }
    return list(_sorted(list(found)))


def write_table(model: Model, folder: Path, *, using: str) -> TableFile:
    """Write the rows of a table to its file, in the order of their ids."""
    queryset = model._base_manager.using(using).order_by("pk")
    number = 0

    def counted() -> Iterator[models.Model]:
        nonlocal number
        for row in queryset.iterator(chunk_size=_PAGE):
            number += 1
            yield row

    # No moment in the header: the same rows give the same bytes.
    with (
        (folder / file_name(model)).open("wb") as raw,
        gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=6) as file,
    ):
        stream = _Hashed(file)
        _Lines().serialize(counted(), stream=cast(IO[str], stream))
    return TableFile(number, stream.digest.hexdigest(), last_id(model, using=using))


def table_hash(model: Model, *, using: str) -> str:
    """Return the hash that `write_table` would give, without a file."""
    rows = model._base_manager.using(using).order_by("pk").iterator(chunk_size=_PAGE)
    stream = _Hashed()
    _Lines().serialize(rows, stream=cast(IO[str], stream))
    return stream.digest.hexdigest()


def file_hash(model: Model, folder: Path) -> str:
    """Return the hash of the lines in a table's file. Raises `BackupRefused`.

    Piece by piece: a line of a file that nobody has looked at may be of any length.
    """
    digest, path = sha256(), folder / file_name(model)
    with _read(path) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


class TableRows:
    """The rows of a table's file, each as the values of its columns, as a database takes them.

    Once all were read, `file_hash` is that of the lines as they stand, and `table_hash` that of a
    table with these rows. Iterating raises `BackupRefused` at what is no row of the table.
    """

    def __init__(self, model: Model, folder: Path) -> None:
        """Read nothing yet."""
        self._model, self._path = model, folder / file_name(model)
        self._columns = [_column(each) for each in model._meta.local_concrete_fields]
        self._as_read, self._in_order = sha256(), sha256()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield the rows in the order of the file."""
        with _read(self._path) as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield self._row(line)
                except _NO_ROW as error:
                    message = f"{self._path}, line {number} cannot be read: {error}"
                    raise BackupRefused(message) from error

    @property
    def file_hash(self) -> str:
        """Return the hash of the lines that were read."""
        return self._as_read.hexdigest()

    @property
    def table_hash(self) -> str:
        """Return the hash that `table_hash` gives once these rows are in the table."""
        return self._in_order.hexdigest()

    def _row(self, line: bytes) -> tuple[Any, ...]:
        self._as_read.update(line)
        told = json.loads(line)
        if told["model"] != self._model._meta.label_lower:
            raise ValueError(f"it is none of this table but of {told['model']}")
        # A backup of before names were in order has them as the database gave them.
        written, found = line.decode(), _line(told)
        if written not in {found, f"{_spelt(told)}\n"}:
            raise ValueError("no backup is written like this")
        self._in_order.update(found.encode())
        return tuple(column(told) for column in self._columns)


def _column(field: "models.Field[Any, Any]") -> Callable[[dict[str, Any]], Any]:
    """Return what takes the value of a column out of a line, as the database takes it."""
    connection, name = connections[DEFAULT_DB_ALIAS], field.name

    def value(told: dict[str, Any]) -> Any:
        found = told["pk"] if field.primary_key else told["fields"][name]
        return field.get_db_prep_save(field.to_python(found), connection=connection)

    return value


def _line(told: dict[str, Any]) -> str:
    """Return a row as it is written."""
    fields = {name: _ordered(value) for name, value in told["fields"].items()}
    return f"{_spelt({**told, 'fields': fields})}\n"


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value)}
    if isinstance(value, list):
        return [_ordered(each) for each in value]
    return value


def file_name(model: Model) -> str:
    """Return the name of a table's file."""
    return f"{model._meta.db_table}.jsonl.gz"


def last_id(model: Model, *, using: str) -> int:
    """Return the last id the database gave out, deleted rows too; 0 where it gives none.

    The log names things by id: an id that was used is not to be used again.
    """
    connection, table = connections[using], model._meta.db_table
    if model._meta.auto_field is None:
        return 0
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            found = cursor.fetchone()
            return int(found[0]) if found else 0
        cursor.execute(
            "SELECT last_value FROM pg_sequences WHERE format('%%I.%%I', schemaname, sequencename)"
            " = pg_get_serial_sequence(%s, %s)",
            [table, model._meta.auto_field.column],
        )
        return int(cursor.fetchone()[0] or 0)


def set_last_id(model: Model, last: int, *, using: str) -> None:
    """Make the database go on after `last`."""
    connection, table = connections[using], model._meta.db_table
    if not last:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute(
                "INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last]
            )
            return
        column = model._meta.auto_field.column if model._meta.auto_field else "id"
        cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [table, column, last])


@contextmanager
def _read(path: Path) -> Iterator[gzip.GzipFile]:
    """Open what is inside a compressed file. Raises `BackupRefused`, whatever the bytes."""
    try:
        with opened_file(path) as raw, gzip.GzipFile(fileobj=raw) as file:
            yield file
    except (OSError, EOFError, UnicodeDecodeError, zlib.error) as error:
        message = f"{path} cannot be read: {error}"
        raise BackupRefused(message) from error


def _sorted(found: list[Model]) -> Iterator[Model]:
    """Yield each table after those it points to; of a circle the first that comes."""
    placed: set[Model] = set()
    waiting = sorted(found, key=lambda model: model._meta.label)
    while waiting:
        ready = [model for model in waiting if _pointed_to(model, found) <= placed | {model}]
        taken = ready or waiting[:1]
        placed.update(taken)
        waiting = [model for model in waiting if model not in placed]
        yield from taken


def _pointed_to(model: Model, found: list[Model]) -> set[Model]:
    related = {each.related_model for each in model._meta.concrete_fields if each.is_relation}
    return {each for each in found if each in related}
