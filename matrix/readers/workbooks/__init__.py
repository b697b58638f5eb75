"""Excel workbooks: a guard before any parser, then the sheets as grids."""

from collections.abc import Mapping, Sequence
from typing import Final, overload

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from matrix.readers.choices import Limits
from matrix.readers.grids.cells import Grid, GridRow
from matrix.readers.workbooks.archive import bomb, damaged
from matrix.readers.workbooks.errors import ErrorCells, error_cells
from matrix.readers.workbooks.guard import checked_copy
from matrix.readers.workbooks.texts import Value, cell_text

MAX_SHEETS: Final = 200

# Texts up to this length are kept once, however often they are printed.
_SHORT: Final = 40
_MAX_KEPT: Final = 20_000
_RAW_ERRORS: Final = (CalamineError, OSError, OverflowError, ValueError)


class Workbook(Sequence[Grid]):
    """The sheets of a workbook, each turned into a grid when it is asked for.

    Visible sheets come first, in the order of the workbook, then hidden ones: what their
    author does not show is read when nothing else is a matrix. Hidden rows are read. Of a
    formula the value last computed is read; merged cells have theirs in the first of them.
    """

    def __init__(
        self, book: CalamineWorkbook, errors: Mapping[str, ErrorCells], places: int
    ) -> None:
        """List the sheets; none is read. `places` is the size of all of them that was checked."""
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        if len(sheets) > MAX_SHEETS:
            raise bomb("xl/workbook.xml", f"The workbook has more than {MAX_SHEETS} sheets.")
        self._book = book
        self._errors = errors
        self._left = places
        visible = SheetVisibleEnum.Visible
        self._hidden = frozenset(sheet.name for sheet in sheets if sheet.visible != visible)
        self._names = sorted((sheet.name for sheet in sheets), key=self._hidden.__contains__)
        self._measured: set[str] = set()
        self._last: Grid | None = None

    def __len__(self) -> int:
        """Return the number of sheets."""
        return len(self._names)

    @overload
    def __getitem__(self, index: int) -> Grid: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Grid]: ...
    def __getitem__(self, index: int | slice) -> Grid | Sequence[Grid]:
        """Return a sheet as a grid. Raises MatrixRefused: `damaged`, `bomb`."""
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        name = self._names[index]
        if self._last is None or self._last.sheet != name:
            # The one before goes first: two large sheets are never held together.
            self._last = None
            self._last = self._grid(name)
        return self._last

    def _grid(self, name: str) -> Grid:
        try:
            sheet = self._book.get_sheet_by_name(name)
            self._measure(name, sheet)
            rows = _rows(sheet, self._errors.get(name, {}))
        except _RAW_ERRORS as error:
            raise damaged(f"sheet “{name}”", "The sheet cannot be read.") from error
        return Grid(name, rows, is_hidden=name in self._hidden)

    def _measure(self, name: str, sheet: CalamineSheet) -> None:
        """Refuse sheets that are one part under many names: each would be read again."""
        if name not in self._measured:
            self._measured.add(name)
            self._left -= sheet.height * sheet.width
        if self._left < 0:
            raise bomb(f"sheet “{name}”", "The workbook shows one sheet under many names.")


def read_workbook(content: bytes, limits: Limits) -> Workbook:
    """Return the sheets of an .xlsx or .xlsm workbook.

    Raises MatrixRefused, whatever the bytes: `too-large`, `unsupported-format`, `encrypted`,
    `bomb`, `damaged`.
    """
    with checked_copy(content, limits) as checked:
        errors = error_cells(checked)
        try:
            # The copy is removed from the disk below, but stays open as long as it is read.
            book = CalamineWorkbook.from_path(checked.path)
        except _RAW_ERRORS as error:
            raise damaged("byte 0", "The workbook cannot be opened.") from error
        return Workbook(book, errors, sum(part.area for part in checked.parts))


def _rows(sheet: CalamineSheet, errors: ErrorCells) -> tuple[GridRow, ...]:
    kept: dict[str, str] = {}
    spanning = _spanning_rows(sheet)
    left = sheet.start[1] + 1 if sheet.start else 1
    lines = {line for line, _ in errors}
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_kept(value, kept) for value in values]
        if number in lines:
            for place, cell in enumerate(cells):
                cells[place] = cell or errors.get((number, left + place), "")
        if any(cells):
            is_spanning = number in spanning and sum(map(bool, cells)) == 1
            rows.append(GridRow(number, tuple(cells), is_spanning))
    return tuple(rows)


def _kept(value: Value, kept: dict[str, str]) -> str:
    if isinstance(value, str) and value in kept:
        return kept[value]
    text = cell_text(value)
    if len(text) <= _SHORT and len(kept) < _MAX_KEPT:
        kept[text] = text
    return text


def _spanning_rows(sheet: CalamineSheet) -> set[int]:
    """Return the rows in which one cell takes the width of the table, or most of it."""
    width = sheet.width
    return {
        first[0] + 1
        for first, last in sheet.merged_cell_ranges or ()
        if first[0] == last[0] and (last[1] - first[1] + 1) * 2 > width
    }
