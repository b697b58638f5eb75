"""The rows of an edition, written while it is a draft."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import models

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
    activities = _activities(edition, reading.activities, sections)
    _insert(
        Assignment(
            activity=activity,
            party=parties[cell.party],
            letters=cell.letters,
            verbatim=cell.verbatim,
            is_derived=cell.derived,
        )
        for activity, row in zip(activities, reading.activities, strict=True)
        for cell in row.cells
    )
    _findings(edition, reading)


def refuse_longer(row: models.Model, where: str) -> None:
    """Raise `MatrixRefused` when a text does not fit its column; nothing is ever cut."""
    for column in row._meta.concrete_fields:
        size = column.max_length if isinstance(column, models.CharField) else None
        if size and len(getattr(row, column.attname)) > size:
            message = f"The {column.name} has more than {size} characters."
            raise MatrixRefused("too-large", where, message)


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
) -> list[Activity]:
    return _insert(
        Activity(
            edition=edition,
            section=sections[row.section],
            position=row.position,
            text=row.text,
            verbatim=row.verbatim,
            note=row.note,
            folded=folded(row.text),
            line=row.line,
        )
        for row in read
    )


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
