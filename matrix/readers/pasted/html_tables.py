"""From the cells of an HTML table to rows and titles: spans filled in, column names found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from matrix.readers.inline import escaped
from matrix.readers.letters import read_letters
from matrix.readers.lines import (
    MAX_COLUMNS,
    Divider,
    Heading,
    Line,
    Prose,
    Row,
    Size,
    heading,
    refuse_columns,
)
from matrix.readers.reading import ReadFinding, finding
from matrix.readers.tables import is_activity_name, names_activities_and_client

DEEPEST: Final = 6


@dataclass(slots=True)
class Cell:
    """A cell as shown; `columns` and `rows` are how many it covers."""

    text: str = ""
    is_name: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(slots=True)
class HtmlRow:
    """One `tr` with the line it begins on."""

    line: int
    in_head: bool
    cells: list[Cell] = field(default_factory=list)

    @property
    def names_columns(self) -> bool:
        """Whether the page itself says that these are the names of the columns."""
        return bool(self.cells) and (self.in_head or all(cell.is_name for cell in self.cells))


@dataclass(frozen=True, slots=True)
class _Filled:
    row: HtmlRow
    texts: tuple[str, ...]
    spanned: frozenset[int]


@dataclass(slots=True)
class TableLines:
    """What the tables of a page come to, in their order; `level` is that of the last title."""

    lines: list[Line] = field(default_factory=list)
    findings: list[ReadFinding] = field(default_factory=list)
    level: int = 1
    width: int = 0
    size: Size = field(default_factory=Size)

    def add(self, rows: Sequence[HtmlRow]) -> None:
        """Add a table: rows that only name columns first, then the rest below them.

        Raises MatrixRefused `too-large` and `damaged` for tables that no page has.
        """
        filled = []
        for row in _filled(rows):
            refuse_columns(row.row.line, row.texts)
            self.size.add(Row(row.row.line, row.texts))
            if any(row.texts):
                filled.append(row)
        width = max((len(row.texts) for row in filled), default=0)
        names, body = self._part(filled, width)
        self.lines.append(Prose(rows[0].line if rows else 0, ""))
        # Below a title the names come after it.
        if names and not (body and _is_title(body[0], width)):
            self.lines += names, Divider(names.line)
        has_rows = False
        for row in body:
            if _is_title(row, width):
                self._add_title(row, names, has_rows=has_rows)
                continue
            has_rows = True
            self.lines.append(Row(row.row.line, tuple(map(escaped, row.texts))))
            self.findings += _span_findings(row, names)
        self.width = width

    def _part(self, filled: Sequence[_Filled], width: int) -> tuple[Row | None, Sequence[_Filled]]:
        """Return the row of names, if any, and the rows that are none."""
        place, titles = 0, []
        names: Row | None = None
        while place < len(filled) and filled[place].row.names_columns:
            if _is_title(filled[place], width):
                titles.append(filled[place])
            else:
                names = Row(filled[place].row.line, tuple(map(escaped, filled[place].texts)))
            place += 1
        if names is None and place < len(filled) and self._begins_with_names(filled[place], width):
            names = Row(filled[place].row.line, tuple(map(escaped, filled[place].texts)))
            place += 1
        for title in titles:
            self._add_title(title, None, has_rows=False)
        return names, filled[place:]

    def _begins_with_names(self, first: _Filled, width: int) -> bool:
        """Say whether an unmarked first row names the columns; else it goes on with the last."""
        row = Row(first.row.line, first.texts)
        if names_activities_and_client(row):
            return True
        has_letters = any(read_letters(text).letters for text in first.texts[1:])
        return not (has_letters and self.width == width) and not _is_title(first, width)

    def _add_title(self, row: _Filled, names: Row | None, *, has_rows: bool) -> None:
        line, text = row.row.line, row.texts[0]
        title = heading(line, DEEPEST, escaped(text), text)
        self.add_heading(title or Heading(line, DEEPEST, "", text, text), below=True)
        if names:
            self.lines += replace(names, line=row.row.line), Divider(row.row.line)
        if names and has_rows:
            message = "The rows below this title have no column names of their own."
            self.findings.append(finding("table-continued", row.row.line, message))

    def add_heading(self, title: Heading, *, below: bool = False) -> None:
        """Add a title of the page, or one `below` the last such, printed within a table."""
        if below:
            depth = title.number.count(".") + 1 if title.number else self.level + 1
            title = replace(title, level=min(DEEPEST, depth))
        else:
            self.level = title.level
        self.lines.append(title)


def _filled(rows: Sequence[HtmlRow]) -> Iterator[_Filled]:
    """Yield the rows with each cell in all columns and rows that it covers."""
    above: dict[int, tuple[str, int]] = {}
    for row in rows:
        filling = _Filling(above)
        for cell in row.cells:
            filling.take_from_above()
            filling.add(cell)
        filling.take_from_above()
        above = filling.below
        yield _Filled(row, tuple(filling.texts), frozenset(filling.spanned))


@dataclass(slots=True)
class _Filling:
    """One row on the way; `above` and `below` are texts by column, and rows they still cover."""

    above: dict[int, tuple[str, int]]
    below: dict[int, tuple[str, int]] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    spanned: set[int] = field(default_factory=set)

    def take_from_above(self) -> None:
        while len(self.texts) in self.above:
            self._append(*self.above.pop(len(self.texts)), is_spanned=True)

    def add(self, cell: Cell) -> None:
        is_spanned = cell.columns > 1 or cell.rows > 1
        for _ in range(min(cell.columns, MAX_COLUMNS + 1 - len(self.texts))):
            self._append(cell.text, cell.rows, is_spanned=is_spanned)

    def _append(self, text: str, rows: int, *, is_spanned: bool) -> None:
        place = len(self.texts)
        if rows > 1:
            self.below[place] = (text, rows - 1)
        if is_spanned:
            self.spanned.add(place)
        self.texts.append(text)


def _is_title(row: _Filled, width: int) -> bool:
    """Say whether one cell takes the whole width: the title of the rows below it."""
    cells = [cell for cell in row.row.cells if cell.text]
    return width > 1 and len(cells) == 1 and cells[0].columns >= width


def _span_findings(row: _Filled, names: Row | None) -> list[ReadFinding]:
    """Return a finding for each cell of letters, or of the activity, that a span filled in."""
    findings = []
    for place in sorted(row.spanned):
        text = row.texts[place]
        name = names.cells[place] if names and place < len(names.cells) else ""
        if text and (read_letters(text).letters or is_activity_name(name)):
            message = f"The cell “{text}” is merged with others; it was read in each of them."
            found = finding("cell-marked", row.row.line, message, cell=name, values=(text,))
            findings.append(found)
    return findings
