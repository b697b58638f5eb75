"""How sheets come out of a printer: A4 landscape, as wide as the page, with a foot."""

from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from assessments.reports.sheets import Book, Sheet
from assessments.reports.texts import shortened

_A4 = 9
_MARGIN = 12 / 25.4  # inches
_FOOT_MARGIN = 6 / 25.4
# The foot of a page holds 255 characters, codes included (ECMA-376 part 1, 18.3.1.46).
_LEFT, _MIDDLE = 110, 110


def set_page_up(sheet: Worksheet, content: Sheet, book: Book) -> None:
    """Prepare a sheet for the printer. Must be called before its first row is written."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(
        left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=1.4 * _MARGIN, footer=_FOOT_MARGIN
    )
    if content.is_list:
        sheet.print_title_rows = "1:1"
    left, middle = book.about
    foot = HeaderFooterItem()
    foot.left.text = _escaped(left, _LEFT)
    foot.center.text = _escaped(middle, _MIDDLE)
    foot.right.text = "&P/&N"
    sheet.oddFooter = foot


def _escaped(text: str, room: int) -> str:
    length = room
    while len(escaped := shortened(text, length).replace("&", "&&")) > room:
        length -= 1
    return escaped
