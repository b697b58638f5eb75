"""Workbooks written byte by byte, as no program would write them."""

import io
import zipfile
from collections.abc import Callable, Mapping

from matrix.readers import Limits, MatrixRefused
from matrix.readers.workbooks import Workbook, read_workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
STRINGS = "xl/sharedStrings.xml"
BOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
NAMED = '<sheet name="{0}" sheetId="{1}" r:id="r1"/>'


def text_cell(place: str, text: str) -> str:
    """Return a cell with its text inside."""
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


ROWS = (
    f'<row r="1">{text_cell("A1", "Activity")}{text_cell("B1", "Customer")}'
    f"{text_cell('C1', 'Provider')}</row>"
    f'<row r="2">{text_cell("A2", "Do it")}{text_cell("B2", "RA")}{text_cell("C2", "I")}</row>'
)


def sheet_xml(rows: str = ROWS, before: str = "", after: str = "") -> str:
    """Return the XML of a sheet."""
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def strings_xml(*texts: str) -> str:
    """Return the XML of the texts that cells point to."""
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{text}</t></si>" for text in texts)}</sst>'


def book_xml(sheets: str) -> str:
    """Return the XML of the list of sheets."""
    return f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'


def make_workbook(
    changed: Mapping[str, str | bytes | None] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return a workbook of one sheet, with these parts changed, added or (None) left out."""
    parts: dict[str, str | bytes | None] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        BOOK: book_xml(NAMED.format("S", 1)),
        RELATIONS: f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1"'
        f' Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: sheet_xml(),
        **(changed or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            if content is not None:
                archive.writestr(name, content)
    return file.getvalue()


def open_book(content: bytes, **limits: int) -> Workbook:
    """Return the sheets of a workbook."""
    return read_workbook(content, Limits(**limits))


def book_refusal(content: bytes, **limits: int) -> MatrixRefused:
    """Return how a workbook is refused, at the latest when its sheets are read."""
    try:
        list(open_book(content, **limits))
    except MatrixRefused as refused:
        return refused
    message = "the workbook was read"
    raise AssertionError(message)


def refusal_of(act: Callable[[], object]) -> tuple[str, str]:
    """Return the code and the place of the refusal of what is to be refused."""
    try:
        act()
    except MatrixRefused as refused:
        return refused.code, refused.where
    message = "nothing was refused"
    raise AssertionError(message)
