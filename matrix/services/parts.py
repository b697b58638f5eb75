"""The rows of an edition, written while it is a draft."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar

from django.db import connection, models

from database.folding import folded
from matrix.models import Activity, Assignment, Edition, Finding, Party, Section
from matrix.readers import MatrixRefused, ReadActivity, ReadMatrix, ReadSection

CHUNK = 500

Row = TypeVar("Row", bound=models.Model)


def insert_parts(edition: Edition, reading: ReadMatrix) -> None:
    """Insert every row of a reading; the number of queries grows by `CHUNK` rows.

    Raises `MatrixRefused` for a text longer than its column.
    """
    parties = _parties(edition, reading)
    sections = _sections(edition, reading.sections)
    # Chunk by chunk, so that the memory of a long matrix is that of one chunk.
    for start in range(0, len(reading.activities), CHUNK):
        chunk = reading.activities[start : start + CHUNK]
        _assignments(_activities(edition, chunk, sections), chunk, parties)
    _findings(edition, reading)


def refuse_longer(row: models.Model, where: str) -> None:
    """Raise `MatrixRefused` when a text does not fit its column; nothing is ever cut."""
    for name, size in _limits(type(row)):
        if len(getattr(row, name)) > size:
            message = f"The {name} has more than {size} characters."
            raise MatrixRefused("too-large", where, message)


@cache
def _limits(kind: type[models.Model]) -> tuple[tuple[str, int], ...]:
    """Return the columns of a table that hold a text of limited length."""
    texts = [each for each in kind._meta.concrete_fields if isinstance(each, models.CharField)]
    return tuple((each.name, each.max_length) for each in texts if each.max_length)


def _parties(edition: Edition, reading: ReadMatrix) -> dict[str, Party]:
    parties = _insert(
        Party(
            edition=edition, position=position, name=name, is_client=name == reading.client_party
        )
        for position, name in enumerate(reading.parties, start=1)
    )
    return {party.name: party for party in parties}


def _sections(edition: Edition, read: Sequence[ReadSection]) -> list[Section]:
    sections = _insert(
        Section(
            edition=edition,
            position=position,
            depth=section.depth,
            number=section.number,
            title=section.title,
            verbatim=section.verbatim,
            note=section.note,
            line=section.line,
        )
        for position, section in enumerate(read, start=1)
    )
    for section, row in zip(sections, read, strict=True):
        section.parent = None if row.parent is None else sections[row.parent]
    below = [section for section in sections if section.parent]
    Section.objects.bulk_update(below, ["parent"], batch_size=CHUNK)
    return sections


def _activities(
    edition: Edition, read: Sequence[ReadActivity], sections: Sequence[Section]
) -> dict[int, int]:
    """Insert activities and return their ids by position."""
    _insert_plainly(
        Activity,
        ("edition_id", "section_id", "position", "text", "verbatim", "note", "folded", "line"),
        (
            (
                edition.pk,
                sections[row.section].pk,
                row.position,
                row.text,
                row.verbatim,
                row.note,
                folded(row.text),
                row.line,
            )
            for row in read
        ),
    )
    first, last = read[0].position, read[-1].position
    made = edition.activities.filter(position__range=(first, last))
    return dict(made.values_list("position", "pk"))


def _assignments(
    activities: Mapping[int, int], read: Iterable[ReadActivity], parties: Mapping[str, Party]
) -> None:
    _insert_plainly(
        Assignment,
        ("activity_id", "party_id", "letters", "verbatim", "is_derived"),
        (
            (
                activities[row.position],
                parties[cell.party].pk,
                cell.letters,
                cell.verbatim,
                cell.derived,
            )
            for row in read
            for cell in row.cells
        ),
    )


def _insert_plainly(
    model: type[models.Model], columns: Sequence[str], rows: Iterable[tuple[str | int | bool, ...]]
) -> None:
    """Insert rows without making objects of them, several times as fast.

    A long matrix is 150,000 rows in one transaction, which all who write to SQLite wait for.
    """
    table = connection.ops.quote_name(model._meta.db_table)
    names = ", ".join(map(connection.ops.quote_name, columns))
    places = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # names of ours
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(rows))


def _findings(edition: Edition, reading: ReadMatrix) -> None:
    _insert(
        Finding(
            edition=edition,
            position=position,
            code=found.code,
            severity=found.severity,
            line=found.line,
            sheet=found.sheet,
            cell=found.cell,
            values=list(found.values),
        )
        for position, found in enumerate(reading.findings, start=1)
    )


def _insert(rows: Iterable[Row]) -> list[Row]:
    made = list(rows)
    for row in made:
        refuse_longer(row, f"line {getattr(row, 'line', None) or 1}")
    return type(made[0])._default_manager.bulk_create(made, batch_size=CHUNK) if made else []
