"""How sheets come out of a printer: A4 landscape, as wide as the page, with a foot.

A sheet that could not be read at that width goes over several pages side by side, each with the
columns that stay in view.

A classification mark stands at the head and at the foot of each page.
"""

from math import ceil

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from accounts.reports.cells import page_text
from assessments.reports.sheets import Book, Sheet

_A4 = 9
_MARGIN = 12 / 25.4  # inches
_FOOT_MARGIN = 6 / 25.4
# The foot of a page holds 255 characters, codes included (ECMA-376 part 1, 18.3.1.46).
_ROOM = 220
# Characters that a page takes side by side and that can still be read: text of 5 points.
_READABLE = 255
_MARK = 60


def set_page_up(sheet: Worksheet, content: Sheet, book: Book) -> None:
    """Prepare a sheet for the printer. Must be called before its first row is written."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = _pages_wide(content)
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(
        left=_MARGIN,
        right=_MARGIN,
        top=1.4 * _MARGIN if book.mark else _MARGIN,
        bottom=1.4 * _MARGIN,
        header=_FOOT_MARGIN,
        footer=_FOOT_MARGIN,
    )
    if content.is_list:
        sheet.print_title_rows = "1:1"
        if content.frozen and _pages_wide(content) > 1:
            sheet.print_title_cols = f"A:{get_column_letter(content.frozen)}"
    mark = page_text(book.mark, _MARK)
    room = (_ROOM - len(mark)) // 2
    foot = HeaderFooterItem()
    foot.left.text, foot.center.text = (page_text(text, room) for text in book.about)
    foot.right.text = f"{mark} · &P/&N" if mark else "&P/&N"
    sheet.oddFooter = foot
    if mark:
        head = HeaderFooterItem()
        head.center.text = mark
        sheet.oddHeader = head


def _pages_wide(content: Sheet) -> int:
    widths = [
        sum(column.width for column in table.columns if not column.is_hidden)
        for table in content.tables
    ]
    return max(1, ceil(max(widths, default=0) / _READABLE))
