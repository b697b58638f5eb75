"""How a tracker is read: which sheet, which names, which column is what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from assessments.readers.trackers.tables import Sheet
from assessments.readers.trackers.vocabulary import Role
from matrix.readers.grids.cells import GridRow

_SAMPLES_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How a tracker is read: `sheet` and `header` are indexes, `header` -1 for no names.

    `columns` is the column of each role that has one; `words` the coverage of each word of state
    that somebody decided, "" to leave it; `owners` whom an owner was said to be, "" for nobody;
    `rows` the answer's key of each line, "" for none.
    """

    sheet: int
    header: int
    columns: Mapping[Role, int]
    words: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[int, str] = field(default_factory=dict)
    owners: Mapping[str, str] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON holds it."""
        return {
            "sheet": self.sheet,
            "header": self.header,
            "columns": {role.value: column for role, column in self.columns.items()},
            "words": dict(self.words),
            "rows": {str(line): key for line, key in self.rows.items()},
            "owners": dict(self.owners),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Layout":
        """Return what `to_json` kept."""
        return cls(
            sheet=kept["sheet"],
            header=kept["header"],
            columns={Role(role): column for role, column in kept["columns"].items()},
            words=dict(kept["words"]),
            rows={int(line): key for line, key in kept["rows"].items()},
            owners=dict(kept["owners"]),
        )


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is shown: its name, and some of its values."""

    index: int
    name: str
    samples: tuple[str, ...]


def rows_below(sheet: Sheet, header: int) -> tuple[GridRow, ...]:
    """Return the rows below the names, without those in which the names are printed again."""
    names = sheet.rows[header].cells if header >= 0 else None
    return tuple(row for row in sheet.rows[header + 1 :] if row.cells != names)


def cell(row: GridRow, column: int | None) -> str:
    """Return the text of a cell, "" where the row is shorter or no column has the role."""
    return row.cells[column] if column is not None and column < len(row.cells) else ""


def columns_of(sheet: Sheet, header: int) -> tuple[Column, ...]:
    """Return the columns with their names and the first three different values of each."""
    names = sheet.rows[header].cells if header >= 0 else ()
    below = rows_below(sheet, header)
    found = []
    for index in range(sheet.width):
        values = dict.fromkeys(text for row in below if (text := cell(row, index)))
        samples = tuple(values)[:_SAMPLES_SHOWN]
        found.append(Column(index, names[index] if index < len(names) else "", samples))
    return tuple(found)
