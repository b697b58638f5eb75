"""From the rows of matrix tables to activities, every cell kept and every oddity told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matrix.readers.columns import Column, ColumnKind, Layout
from matrix.readers.inline import plain
from matrix.readers.letters import CellLetters, read_letters
from matrix.readers.lines import Row
from matrix.readers.reading import ReadActivity, ReadCell, ReadFinding, finding
from matrix.readers.tables import Table, party_key
from matrix.readers.vocabulary import NEGATIVE_MARKS


@dataclass(slots=True)
class Rows:
    """Activities without position, section and footnotes yet, and the findings on the way.

    `marks` are what was printed with the letters, by line.
    """

    activities: list[ReadActivity] = field(default_factory=list)
    findings: list[ReadFinding] = field(default_factory=list)
    marks: dict[int, list[str]] = field(default_factory=dict)


def page_parties(layouts: Sequence[Layout]) -> dict[str, str]:
    """Return the names of the parties by key, in the order they first appear."""
    parties: dict[str, str] = {}
    for layout in layouts:
        for column in layout.parties:
            parties.setdefault(column.key, column.name)
    return parties


def product_columns(layouts: Sequence[Layout]) -> dict[str, str]:
    """Return the names of the products with a column of their own, by key."""
    return {
        column.key: column.name
        for layout in layouts
        for column in layout.columns
        if column.kind == ColumnKind.APPLICABILITY
    }


def read_rows(
    tables: Sequence[tuple[Table, Layout]], parties: Mapping[str, str], product: str | None
) -> Rows:
    """Read the matrix tables; with a product (its key) only the rows marked for it."""
    rows = Rows()
    for table, layout in tables:
        rows.findings.extend(_table_findings(table, layout, parties))
        for row in table.rows:
            if any(plain(cell).strip() for cell in row.cells) and _applies(row, layout, product):
                rows.activities.append(_activity(row, layout, parties, rows))
    return rows


def _table_findings(table: Table, layout: Layout, parties: Mapping[str, str]) -> list[ReadFinding]:
    message = (
        "The rows below this line have no column names; they were read as part of the table above."
    )
    findings = [finding("table-continued", line, message) for line in table.continued]
    printed = {column.key for column in layout.parties}
    for key, name in parties.items():
        if key not in printed:
            missing = f"This table has no column for {name}."
            findings.append(finding("roles-missing", table.header.line, missing, cell=name))
    return findings


def _applies(row: Row, layout: Layout, product: str | None) -> bool:
    for column, cell in zip(layout.columns, row.cells, strict=False):
        if column.kind == ColumnKind.APPLICABILITY and column.key == product:
            shown = plain(cell).strip().casefold()
            return bool(shown) and shown not in NEGATIVE_MARKS
    return True


def _activity(row: Row, layout: Layout, parties: Mapping[str, str], rows: Rows) -> ReadActivity:
    printed: dict[str, ReadCell] = {}
    verbatim = ""
    notes: list[str] = []
    marks: list[str] = []
    for column, cell in zip(layout.columns, row.cells, strict=False):
        if column.kind == ColumnKind.ACTIVITY:
            verbatim = cell
        elif column.kind == ColumnKind.PARTY:
            reading = read_letters(cell)
            printed[column.key] = ReadCell(column.name, reading.letters, cell)
            rows.findings.extend(_cell_findings(row, column, cell, reading))
            marks.extend(reading.marks)
        elif cell:
            notes.append(f"{column.name}: {plain(cell)}")
    rows.findings.extend(_row_findings(row, layout, verbatim))
    if extra := row.cells[len(layout.columns) :]:
        notes.extend(plain(cell) for cell in extra if cell)
    rows.marks[row.line] = marks
    cells = tuple(
        ReadCell(name, *_letters_and_verbatim(printed.get(key))) for key, name in parties.items()
    )
    return ReadActivity(0, 0, plain(verbatim), verbatim, "\n".join(notes), row.line, cells)


def _letters_and_verbatim(cell: ReadCell | None) -> tuple[str, str]:
    return (cell.letters, cell.verbatim) if cell else ("", "")


def _cell_findings(row: Row, column: Column, cell: str, reading: CellLetters) -> list[ReadFinding]:
    if not reading.is_readable:
        message = f"The cell of {column.name} holds “{plain(cell)}”, which is not RACI letters."
        return [finding("cell-unknown", row.line, message, cell=column.name, values=(cell,))]
    if reading.marks:
        read = reading.letters or "empty"
        message = f"The cell of {column.name} holds “{plain(cell)}”; it was read as {read}."
        values = (cell, *reading.marks)
        return [finding("cell-marked", row.line, message, cell=column.name, values=values)]
    return []


def _row_findings(row: Row, layout: Layout, activity: str) -> list[ReadFinding]:
    findings = []
    missing = layout.columns[len(row.cells) :]
    names = tuple(column.name for column in missing)
    if extra := row.cells[len(layout.columns) :]:
        message = f"The row has {len(row.cells)} cells for {len(layout.columns)} columns."
        findings.append(finding("row-long", row.line, message, values=extra))
    if missing and set(layout.parties) <= set(missing):
        message = "No role is printed in this row."
        findings.append(finding("roles-missing", row.line, message, values=names))
    elif missing:
        message = (
            f"The row has {len(row.cells)} cells for {len(layout.columns)} columns. It was read"
            " from the left; if an empty cell was lost, letters stand under the wrong party."
        )
        findings.append(finding("row-short", row.line, message, values=names))
    if not plain(activity).strip():
        findings.append(_no_text(row, layout))
    return findings


def _no_text(row: Row, layout: Layout) -> ReadFinding:
    name = next(column.name for column in layout.columns if column.kind == ColumnKind.ACTIVITY)
    message = "The row has cells, but no activity is printed in it."
    return finding("cell-unknown", row.line, message, cell=name, values=row.cells)


def find_key(names: Mapping[str, str], wanted: str) -> str | None:
    """Return the key of the column a user means, by its name in any case or accents."""
    for key, name in names.items():
        if party_key(wanted) in {key, party_key(name)}:
            return key
    return None
