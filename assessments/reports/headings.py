"""The headings of a list, and the Excel table they make of it."""

from collections.abc import Iterable, Sequence
from itertools import chain, count

from openpyxl.worksheet import table as excel
from openpyxl.worksheet.filters import AutoFilter

# Excel holds 255 characters of a heading; room is left to tell two apart.
_HEADING_LENGTH = 240


def unique(headings: Iterable[str]) -> list[str]:
    """Return headings a table can have: none empty, none twice, whatever the case."""
    found: list[str] = []
    for heading in headings:
        stem = heading[:_HEADING_LENGTH] or "?"
        taken = {each.casefold() for each in found}
        candidates = chain([stem], (f"{stem} ({number})" for number in count(2)))
        found.append(next(each for each in candidates if each.casefold() not in taken))
    return found


def excel_table(name: str, area: str, headings: Sequence[str]) -> excel.Table:
    """Return the table of an area, which has `headings` and can be filtered."""
    table = excel.Table(displayName=name, name=name, ref=area)
    table.autoFilter = AutoFilter(ref=area)
    # In write-only mode nobody fills in the headings, and they must be those of the cells.
    for position, heading in enumerate(headings, start=1):
        table.tableColumns.append(excel.TableColumn(id=position, name=heading))
    return table
