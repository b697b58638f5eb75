"""A list as a plain workbook: one sheet of rows, and where they come from."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from accounts.reports.cells import Sheet, Value, cell, clean_text, page_text, sheet_title

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# ECMA-376, part 1, 18.3.1.63: the code of the paper
A4 = 9
# Signs of a foot, of 255 with its codes, and those of a mark in it.
_FOOT, _MARK = 220, 60
_HEAD = PatternFill("solid", fgColor="E1E7E2")
_BOLD = Font(bold=True)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: its heading, and its width in characters."""

    heading: str
    width: int = 16


def plain_workbook(
    *,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    mark: str = "",
    about: Sequence[tuple[str, Value]] = (),
) -> bytes:
    """Return a workbook of one list, its headings frozen, filtered and repeated in print.

    `about` is source and licence, as (name, value): a second sheet, and the foot of each
    printed page. `mark` says how the list may be handed on, "" for nothing said: at head and
    foot of each page, on the second sheet, among the properties. The bytes differ from one call
    to the next; the cells do not.
    """
    book = Workbook(write_only=True)
    book.properties.keywords = book.properties.category = clean_text(mark) or None
    sheet: Sheet = book.create_sheet(sheet_title(title))
    # A write-only sheet takes panes and widths before its first row only.
    sheet.freeze_panes = "A2"
    _lay_out(sheet, [column.width for column in columns])
    _print_about(sheet, " · ".join([title, *_words(about)]), mark)
    sheet.append([_heading(sheet, column.heading) for column in columns])
    lines = [[cell(sheet, value) for value in row] for row in rows]
    for line in lines:
        sheet.append(line)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(lines) + 1}"
    facts = [*_marked(mark), *about]
    if facts:
        _about(book.create_sheet(sheet_title(_("Source"))), facts, mark)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _lay_out(sheet: Sheet, widths: Sequence[int]) -> None:
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _print_about(sheet: Sheet, foot: str, mark: str) -> None:
    shown = page_text(mark, _MARK)
    sheet.oddFooter.left.text = page_text(foot, _FOOT - len(shown)) or None
    sheet.oddFooter.right.text = f"{shown} · &P/&N" if shown else "&P/&N"
    if shown:
        sheet.oddHeader.center.text = shown


def _words(about: Sequence[tuple[str, Value]]) -> Iterator[str]:
    return (str(value) for _name, value in about if value)


def _marked(mark: str) -> list[tuple[str, Value]]:
    return [(_("Classification mark"), mark)] if mark else []


def _about(sheet: Sheet, about: Sequence[tuple[str, Value]], mark: str) -> None:
    sheet.column_dimensions["A"].width = 24
    sheet.column_dimensions["B"].width = 90
    _print_about(sheet, "", mark)
    for name, value in about:
        sheet.append([_heading(sheet, name), cell(sheet, value)])


def _heading(sheet: Sheet, text: str) -> Cell:
    made = cell(sheet, text)
    made.font = _BOLD
    made.fill = _HEAD
    return made
