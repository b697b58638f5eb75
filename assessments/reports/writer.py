"""Writes a book as an .xlsx file, row by row.

openpyxl's write-only mode: what stands before the rows in the file (panes, widths, page) is set
before the first row, or is lost without a word.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from io import BytesIO
from itertools import zip_longest
from pathlib import Path
from typing import IO, Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from assessments.models import Coverage
from assessments.readers.cells import Value
from assessments.readers.keeping import CellKeeper, Piece, WrittenCells
from assessments.readers.spooling import Spool
from assessments.reports.headings import excel_table, unique
from assessments.reports.heights import row_height
from assessments.reports.printing import set_page_up
from assessments.reports.sheets import (
    Book,
    Column,
    Kind,
    LineLook,
    Row,
    Sheet,
    Table,
    WrittenBook,
    is_day,
)
from assessments.reports.styles import (
    HEADING_HEIGHT,
    LINE_HEIGHTS,
    add_styles,
    cell_style,
    coverage_rules,
    heading_style,
    late_rule,
    line_style,
)
from assessments.reports.texts import single_line, stored_text

_FORMULA_SIGNS = ("=", "+", "-", "@")
TOLD = 200


def nobody(_lines: int) -> None:
    """Tell nobody."""


def written(book: Book) -> WrittenBook:
    """Return `book` as a file, with its cells to be kept."""
    stream = BytesIO()
    cells = written_to(stream, book)
    return WrittenBook(stream.getvalue(), cells)


def written_to(
    stream: IO[bytes],
    book: Book,
    *,
    pieces: Spool[Piece] | None = None,
    told: Callable[[int], None] = nobody,
    folder: Path | None = None,
) -> WrittenCells:
    """Write `book` to `stream` and return its cells to be kept, put into `pieces` if given.

    `told` is called with the number of lines written so far, every `TOLD` lines; what it raises
    ends the writing. Memory does not grow with the rows of the tables: sheets are written one by
    one to `folder`, and what is left there after a failure is the caller's to remove.
    """
    return _Writer(book, CellKeeper(pieces), told, folder).written_to(stream)


class _Writer:
    """Writes one book."""

    def __init__(
        self, book: Book, cells: CellKeeper, told: Callable[[int], None], folder: Path | None
    ) -> None:
        self.book = book
        self.folder = folder
        self.file = Workbook(write_only=True)
        self.cells = cells
        self.told = told
        self.lines = 0
        self.coverage_words = {code: str(Coverage(code).label) for code in Coverage.values}
        self._styles: dict[tuple[str, bool], Any] = {}

    def written_to(self, stream: IO[bytes]) -> WrittenCells:
        """Write every sheet, then the file."""
        self._set_properties()
        add_styles(self.file)
        try:
            for content in self.book.sheets:
                self._write_sheet(content)
        except BaseException:
            self._abandon()
            raise
        self.file.save(stream)
        return self.cells.finished()

    def _abandon(self) -> None:
        """Close and remove what openpyxl would leave open, and on the disk."""
        for sheet in cast(list[Any], self.file.worksheets):
            if not sheet.closed:
                sheet.close()
            sheet._writer.cleanup()

    def tell(self) -> None:
        """Count a line, and tell of it once in a while."""
        self.lines += 1
        if self.lines % TOLD == 0:
            self.told(self.lines)

    def style(self, sheet: Worksheet, name: str, *, is_quoted: bool) -> Any:
        """Return what openpyxl keeps of a named style, looked up once and not for each cell."""
        if (name, is_quoted) not in self._styles:
            sample: Any = Cell(sheet, row=1, column=1)
            sample.style, sample.quotePrefix = name, is_quoted
            self._styles[name, is_quoted] = sample._style
        return self._styles[name, is_quoted]

    def _set_properties(self) -> None:
        about = self.file.properties
        about.title, about.creator = single_line(self.book.title), single_line(self.book.author)
        about.language = self.book.language
        about.keywords = about.category = single_line(self.book.mark) or None
        about.created = about.modified = self.book.at

    def _write_sheet(self, content: Sheet) -> None:
        # A write-only sheet has what is used here of a sheet; its type stub does not say so.
        sheet = cast(Worksheet, self.file.create_sheet(content.title))
        if content.is_hidden:
            sheet.sheet_state = "hidden"
        sheet.sheet_view.showGridLines = False
        widths = _set_widths(sheet, content)
        if content.is_list:
            sheet.freeze_panes = f"{get_column_letter(content.frozen + 1)}2"
        set_page_up(sheet, content, self.book)
        if self.folder is not None:
            _write_into(self.folder, sheet)
        self.cells.begin(content.title, is_hashed=content.is_hashed)
        lines = _Lines(self, sheet, content, widths)
        for look, text in content.lines:
            lines.append([(text, line_style(look))], exactly=LINE_HEIGHTS[look])
        for table in content.tables:
            if lines.number:
                lines.append([])
            self._write_table(lines, table)
        self.cells.end()
        cast(WriteOnlyWorksheet, sheet).close()

    def _write_table(self, lines: "_Lines", table: Table[Row]) -> None:
        headings = unique(single_line(column.heading) for column in table.columns)
        lines.append(
            [
                (heading, heading_style(column.look, column.kind))
                for heading, column in zip(headings, table.columns, strict=True)
            ],
            at_least=HEADING_HEIGHT,
        )
        first = lines.number + 1
        for row in table.rows:
            lines.append([_styled(column, column.value(row)) for column in table.columns])
        if lines.number < first:
            hint = LineLook.HINT
            lines.append([(table.empty, line_style(hint))], exactly=LINE_HEIGHTS[hint])
            return
        area = f"A{first - 1}:{get_column_letter(len(headings))}{lines.number}"
        lines.sheet.tables.add(excel_table(table.name, area, headings))
        for position, column in enumerate(table.columns, start=1):
            letter = get_column_letter(position)
            self._add_rules(lines.sheet, column, f"{letter}{first}:{letter}{lines.number}")
            self._add_name(lines, column, f"${letter}${first}:${letter}${lines.number}")

    def _add_rules(self, sheet: Worksheet, column: Column[Row], area: str) -> None:
        if column.kind == Kind.COVERAGE:
            for rule in coverage_rules(self.coverage_words):
                sheet.conditional_formatting.add(area, rule)
        if column.kind == Kind.DAYS_LATE:
            sheet.conditional_formatting.add(area, late_rule())
        if column.choices:
            title, text = self.book.not_listed
            chosen = DataValidation(
                type="list",
                formula1=column.choices,
                allow_blank=True,
                showErrorMessage=True,
                errorTitle=title,
                error=text,
            )
            chosen.add(area)
            sheet.data_validations.append(chosen)

    def _add_name(self, lines: "_Lines", column: Column[Row], area: str) -> None:
        if column.defined_name:
            title = lines.content.title.replace("'", "''")
            name = DefinedName(column.defined_name, attr_text=f"'{title}'!{area}")
            self.file.defined_names.add(name)


class _Lines:
    """Appends rows of (value, style) to a sheet, and each of its cells to what is kept."""

    def __init__(
        self, writer: _Writer, sheet: Worksheet, content: Sheet, widths: Sequence[float]
    ) -> None:
        self.writer = writer
        self.sheet = sheet
        self.content = content
        self.number = 0
        self.widths = widths

    def append(
        self, cells: Sequence[tuple[Value, str]], *, exactly: float = 0, at_least: float = 0
    ) -> None:
        """Write one row of (value, style), as high as its texts need; heights in points."""
        self.number += 1
        values = ((value, width) for (value, _), width in zip(cells, self.widths, strict=False))
        height = exactly or max(at_least, row_height(values))
        # A RowDimension would mark the height as chosen by hand.
        heights = cast(dict[int, dict[str, str]], self.sheet.row_dimensions)
        heights[self.number] = {"ht": str(height)}
        row = [self._cell(position, *cell) for position, cell in enumerate(cells, start=1)]
        self.sheet.append(row)
        del heights[self.number]  # written by now; one for each row would fill the memory
        self.writer.tell()

    def _cell(self, position: int, value: Value, style: str) -> Cell:
        if isinstance(value, str):
            value = stored_text(value, warning=self.writer.book.too_long) or None
        self.writer.cells.add(f"{get_column_letter(position)}{self.number}", value)
        is_quoted = isinstance(value, str) and value.startswith(_FORMULA_SIGNS)
        look = self.writer.style(self.sheet, style, is_quoted=is_quoted)
        cell = Cell(self.sheet, row=self.number, column=position, style_array=look)
        cell.value = value
        if isinstance(value, str):
            # Whatever it begins with, a text is a text; openpyxl took "=" for a formula.
            cell.data_type = "s"
        return cell


def _write_into(folder: Path, sheet: Worksheet) -> None:
    """Have a sheet written in `folder`; else openpyxl writes it where every program does."""
    place = folder / f"sheet-{len(list(folder.iterdir()))}"
    writing: Any = WorksheetWriter(sheet, out=str(place))
    ALL_TEMP_FILES.append(writing.out)  # whence openpyxl removes it when it is in the file
    writing.write_top()
    cast(Any, sheet)._writer = writing


def _set_widths(sheet: Worksheet, content: Sheet) -> list[float]:
    stacked = zip_longest(*(table.columns for table in content.tables))
    for position, columns in enumerate(stacked, start=1):
        dimension = sheet.column_dimensions[get_column_letter(position)]
        dimension.width = max(column.width for column in columns if column)
        dimension.hidden = all(column.is_hidden for column in columns if column)
    return [dimension.width for dimension in sheet.column_dimensions.values()]


def _styled(column: Column[Row], value: Value) -> tuple[Value, str]:
    kind = column.kind
    if kind == Kind.ANY and isinstance(value, datetime):
        kind = Kind.MOMENT
    elif kind == Kind.ANY and is_day(value):
        kind = Kind.DATE
    return value, cell_style(column.look, kind)
