"""A workbook that somebody brings, cell by cell as it is stored in the file.

Behind the guard that imports of matrices use. Formulas are told from values and never worked out;
how a cell looks is not read, but for numbers that are shown as dates.
"""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from math import isfinite
from typing import IO, Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring, iterparse
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.cell import coordinate_to_tuple

from assessments.readers.cells import CellKind, StoredCell, moment_of, serial_of
from matrix.readers import Limits
from matrix.readers.workbooks import MAX_SHEETS
from matrix.readers.workbooks.archive import bomb, damaged
from matrix.readers.workbooks.guard import checked_copy

_WORKBOOK: Final = "xl/workbook.xml"
_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_STYLES: Final = "xl/styles.xml"
_STRINGS: Final = "xl/sharedStrings.xml"
_SHEET: Final = "/worksheet"
# Days between 1 January 1900 and 1904, the other day on which a workbook may begin to count.
_SINCE_1904: Final = 1_462
_RAW_ERRORS: Final = (
    ParseError,
    DefusedXmlException,
    zipfile.BadZipFile,
    LookupError,
    OverflowError,
    ValueError,
)


class OpenedWorkbook:
    """The sheets of a checked workbook, read one at a time."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read what is of the whole workbook: sheets, texts, formats. Raises MatrixRefused."""
        self._archive = archive
        self._parts = {name.casefold(): name for name in archive.namelist()}
        try:
            book = self._xml(_WORKBOOK)
            self._sheets = self._sheet_parts(book)
            self._texts = list(self._shared_texts())
            self._dates = _date_styles(self._xml(_STYLES))
        except _RAW_ERRORS as error:
            raise damaged(_WORKBOOK, "The workbook cannot be opened.") from error
        about = next((each for each in book if _local(each.tag) == "workbookPr"), book)
        counts_from_1904 = about.get("date1904", "") in {"1", "true", "on"}
        self._shift = _SINCE_1904 if counts_from_1904 else 0

    @property
    def sheets(self) -> tuple[str, ...]:
        """Return the names of all sheets, hidden ones too, in the order of the file."""
        return tuple(self._sheets)

    def cells(self, sheet: str) -> Iterator[StoredCell]:
        """Yield the cells of a sheet that are not empty, row by row.

        Raises MatrixRefused `damaged`.
        """
        part = self._sheets[sheet]
        last = (0, 0)
        try:
            with self._archive.open(part) as stream:
                for place, element in _placed(stream):
                    if place <= last:
                        raise damaged(part, "The cells of a sheet are not in order.")
                    last = place
                    cell = self._cell(*place, element)
                    if cell is not None:
                        yield cell
        except _RAW_ERRORS as error:
            raise damaged(part, "The sheet cannot be read.") from error

    def _xml(self, part: str) -> Element:
        name = self._parts.get(part.casefold())
        if name is None and part == _STYLES:
            return Element("nothing")
        return fromstring(self._archive.read(name or part))

    def _shared_texts(self) -> Iterator[str]:
        """Yield the texts that cells share, forgetting the XML of those before."""
        name = self._parts.get(_STRINGS.casefold())
        if name is None:
            return
        within: list[Element] = []
        with self._archive.open(name) as stream:
            for event, element in iterparse(stream, events=("start", "end")):
                if event == "start":
                    within.append(element)
                    continue
                within.pop()
                if len(within) == 1:
                    yield _text(element)
                    within[0].clear()

    def _sheet_parts(self, book: Element) -> dict[str, str]:
        targets = {
            each.get("Id"): self._parts[_part(each.get("Target", "")).casefold()]
            for each in self._xml(_RELATIONS)
            if each.get("Type", "").endswith(_SHEET)
        }
        listed = [each for each in book.iter() if _local(each.tag) == "sheet"]
        if len(listed) > MAX_SHEETS:
            raise bomb(_WORKBOOK, f"The workbook has more than {MAX_SHEETS} sheets.")
        named = {each.get("name", ""): targets.get(_id(each), "") for each in listed}
        found = {name: part for name, part in named.items() if part}
        if len(set(found.values())) < len(found):
            raise bomb(_WORKBOOK, "The workbook shows one sheet under many names.")
        return found

    def _cell(self, row: int, column: int, element: Element) -> StoredCell | None:
        inside = {_local(each.tag): each for each in element}
        if "f" in inside:
            formula = f"={inside['f'].text or ''}"
            return StoredCell(row, column, CellKind.FORMULA, formula)
        kind = element.get("t", "n")
        if kind == "inlineStr":
            text = _text(inside["is"]) if "is" in inside else ""
            return StoredCell(row, column, CellKind.TEXT, text) if text else None
        written = inside["v"].text if "v" in inside else None
        if not written:
            return None
        found, value = self._value(kind, written, element.get("s", "0"))
        return StoredCell(row, column, found, value) if value != "" else None

    def _value(
        self, kind: str, written: str, style: str
    ) -> tuple[CellKind, str | int | float | bool]:
        if kind == "s":
            return CellKind.TEXT, self._texts[int(written)]
        if kind == "str":
            return CellKind.TEXT, written
        if kind == "b":
            return CellKind.TRUTH, written.strip() in {"1", "true"}
        if kind == "e":
            return CellKind.ERROR, written
        if kind == "d":
            return CellKind.MOMENT, serial_of(datetime.fromisoformat(written))
        number = _number(written)
        if int(style) in self._dates and moment_of(number + self._shift):
            return CellKind.MOMENT, number + self._shift
        return CellKind.NUMBER, number


@contextmanager
def opened_workbook(content: bytes, limits: Limits) -> Iterator[OpenedWorkbook]:
    """Open an .xlsx or .xlsm workbook, to be read as long as the context lasts.

    Raises MatrixRefused, whatever the bytes: `too-large`, `unsupported-format`, `encrypted`,
    `bomb`, `damaged`.
    """
    with checked_copy(content, limits) as checked, zipfile.ZipFile(checked.path) as archive:
        yield OpenedWorkbook(archive)


def _placed(stream: IO[bytes]) -> Iterator[tuple[tuple[int, int], Element]]:
    """Yield each cell of a sheet with its row and column, forgetting the rows before."""
    held: Element | None = None
    row = 0
    for event, element in iterparse(stream, events=("start", "end")):
        name = _local(element.tag)
        if name == "sheetData" and event == "start":
            held = element
        if name != "row" or event == "start":
            continue
        row, column = int(element.get("r", row + 1)), 0
        for cell in (each for each in element if _local(each.tag) == "c"):
            address = cell.get("r")
            row, column = coordinate_to_tuple(address) if address else (row, column + 1)
            yield (row, column), cell
        if held is not None:
            held.clear()


def _date_styles(styles: Element) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a date."""
    formats: dict[int, str] = dict(BUILTIN_FORMATS)
    used: list[Element] = []
    for part in styles:
        if _local(part.tag) == "numFmts":
            formats |= {
                int(each.get("numFmtId", "0")): each.get("formatCode", "") for each in part
            }
        if _local(part.tag) == "cellXfs":
            used = list(part)
    shown = [formats.get(int(each.get("numFmtId", "0")), "") for each in used]
    return frozenset(number for number, code in enumerate(shown) if is_date_format(code))


def _text(element: Element) -> str:
    """Return a text without its looks and without what is printed above it (phonetic runs)."""
    runs = (each for each in element if _local(each.tag) in {"t", "r"})
    texts = (text for run in runs for text in run.iter() if _local(text.tag) == "t")
    return "".join(text.text or "" for text in texts)


def _number(written: str) -> int | float:
    number = float(written)
    if not isfinite(number):
        raise ValueError(written)
    return int(number) if number.is_integer() else number


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _id(sheet: Element) -> str | None:
    return next((value for key, value in sheet.items() if _local(key) == "id"), None)


def _part(target: str) -> str:
    path = target.replace("\\", "/")
    return path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
