"""What a file or a paste says of the rows of an assessment, whoever wrote it. Pure Python.

Every way in (a working copy, a team's own tracker, copied rows) ends here; what becomes of it is
decided later, against the rows as they stand then.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Field(StrEnum):
    """What can be said of a row. The last three are an auditor's."""

    COVERAGE = "coverage"
    REASON = "reason"
    UNTIL = "until"
    NOTE = "note"
    INTERNAL_NOTE = "internal_note"
    OWNER = "owner"
    DUE = "due_on"
    RESULT = "opinion_result"
    OPINION_NOTE = "opinion_note"
    OPINION_ON = "opinion_on"


OPINION = frozenset({Field.RESULT, Field.OPINION_NOTE, Field.OPINION_ON})
ANSWER = tuple(each for each in Field if each not in OPINION)


class Trouble(StrEnum):
    """Why a cell says nothing that could be taken, whatever its text."""

    FORMULA = "formula"
    ERROR = "error"


class NoticeCode(StrEnum):
    """What is to be told of a file and changes nothing."""

    NO_KEY = "no-key"  # a row says something, and not which row it is
    KEY_UNREADABLE = "key-unreadable"  # `text` stands where a key should
    TWICE = "twice"  # a key stands in several rows that differ: none of them is taken
    READ_ONLY = "read-only"  # a cell that cannot be changed by a file was changed in it
    BASE_UNKNOWN = "base-unknown"  # which export it was cannot be told: all is compared with today
    NOT_IN_EXPORT = "not-in-export"  # the row was not in the export that came back
    UNMATCHED = "unmatched"  # a row of a tracker is none of this assessment's
    NOT_IN_PLAY = "not-in-play"  # the row was put away or switched off since
    UNKNOWN_KEY = "unknown-key"  # there is no such row in this assessment


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to be told: where, and the text it is about ("" for none)."""

    code: NoticeCode
    place: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class SaidValue:
    """What a cell says of one field.

    `place` is where: "Duties!K12", "line 12, column 3". `text` is what the cell says: dates in
    ISO 8601, a coverage or a result as its code, numbers plain; "" where it is to be cleared.
    What was not understood stands as it was written. `base` is what the export had there in the
    same form, None where that is not known. Equal to `text`, nobody changed the cell.
    """

    place: str
    text: str
    base: str | None = None
    trouble: Trouble | None = None

    @property
    def is_as_exported(self) -> bool:
        """Tell whether the cell says what the export said."""
        return self.trouble is None and self.text == self.base


@dataclass(frozen=True, slots=True)
class SaidRow:
    """What a file says of one row: a field that it leaves alone is not in `values`.

    `key` is that of the answer, None where it is not known. `revision` is the one at which the
    row was read, None where the file does not say; it stands in for a base that is not known.
    """

    place: str
    key: str | None
    title: str
    values: Mapping[Field, SaidValue]
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """All that a file says: its rows in their order, and what is to be told of the file."""

    rows: tuple[SaidRow, ...] = ()
    notices: tuple[Notice, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON holds it; what is as exported is written once."""
        return {
            "rows": [_row_as_json(row) for row in self.rows],
            "notices": [[each.code.value, each.place, each.text] for each in self.notices],
        }


def said_from_json(held: Mapping[str, Any]) -> Said:
    """Return what `Said.as_json` made; {} is an empty one."""
    return Said(
        rows=tuple(_row(each) for each in held.get("rows", ())),
        notices=tuple(
            Notice(NoticeCode(code), place, text) for code, place, text in held.get("notices", ())
        ),
    )


def _row_as_json(row: SaidRow) -> list[Any]:
    values = {name.value: _value_as_json(value) for name, value in row.values.items()}
    return [row.place, row.key, row.title, row.revision, values]


def _value_as_json(value: SaidValue) -> list[Any]:
    if value.is_as_exported:
        return [value.place, value.text]
    trouble = value.trouble.value if value.trouble else None
    return [value.place, value.text, value.base, trouble]


def _row(held: list[Any]) -> SaidRow:
    place, key, title, revision, values = held
    said = {Field(name): _value(*value) for name, value in values.items()}
    return SaidRow(place, key, title, said, revision)


def _value(place: str, text: str, *rest: Any) -> SaidValue:
    if not rest:
        return SaidValue(place, text, text)
    base, trouble = rest
    return SaidValue(place, text, base, Trouble(trouble) if trouble else None)
