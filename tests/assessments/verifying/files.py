"""Exported workbooks, and the same with single cells changed in the file itself."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO
from uuid import uuid4
from xml.sax.saxutils import escape

from accounts.models import Membership
from assessments.models import Assessment, Export
from assessments.readers.cells import StoredCell
from assessments.readers.opened import opened_workbook
from assessments.reports.assessment import assessment_workbook
from assessments.selectors.verifying.checking import verify_workbook
from assessments.selectors.verifying.results import Verified
from assessments.services.exporting import MadeWorkbook, record_export
from matrix.readers import Limits
from tests.assessments.workbooks import make_contents
from tests.builders import NOW


@dataclass(frozen=True)
class Exported:
    """A workbook that was handed out: its bytes and its record, which each test reads anew."""

    content: bytes
    export_id: int

    @property
    def export(self) -> Export:
        """Read the record."""
        return Export.objects.get(pk=self.export_id)


def make_exported(
    assessment: Assessment, *, by: Membership | None = None, language: str = "en"
) -> Exported:
    """Export an assessment, under an id of its own."""
    contents = replace(make_contents(assessment, language=language), key=uuid4())
    book = assessment_workbook(contents)
    made = MadeWorkbook(contents.key, "assessment", language, "", book.cells)
    export = record_export(assessment=assessment, made=made, by=by, at=NOW)
    return Exported(book.content, export.pk)


def verified(content: bytes, *, reader: Membership | None = None, at_most: int = 200) -> Verified:
    """Compare a workbook with whatever was exported."""
    found = verify_workbook(content, exports=Export.objects.all(), reader=reader, at_most=at_most)
    assert found is not None
    return found


def changed_cells(content: bytes) -> list[tuple[str, str]]:
    """Return sheet and address of each cell that is said to differ."""
    found = verified(content).compared
    assert len(found.differences) == min(found.count, 200)
    return [(each.sheet, each.address) for each in found.differences]


def all_cells(content: bytes) -> list[tuple[str, StoredCell]]:
    """Return every cell of a file with its sheet."""
    with opened_workbook(content, Limits()) as book:
        return [(sheet, cell) for sheet in book.sheets for cell in book.cells(sheet)]


def text_xml(text: str) -> str:
    """Return what a cell with a text has after its address."""
    return f' t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def number_xml(number: float) -> str:
    """Return what a cell with a number has after its address."""
    return f"><v>{number!r}</v></c>"


def formula_xml(formula: str, value: str = "") -> str:
    """Return what a cell with a formula has after its address: `value` is what it last gave."""
    return f' t="str"><f>{escape(formula)}</f><v>{escape(value)}</v></c>'


TRUTH = ' t="b"><v>1</v></c>'
ERROR = ' t="e"><v>#REF!</v></c>'
EMPTY = "/>"


def with_cell(content: bytes, sheet: str, address: str, written: str) -> bytes:
    """Return a workbook with one cell written anew; one that was empty comes in a last row."""

    def rewritten(xml: str) -> str:
        cell = f'<c r="{address}"{written}'
        found = re.compile(rf'<c r="{address}"(?:[^>]*/>|.*?</c>)', re.DOTALL)
        if found.search(xml):
            return found.sub(lambda _: cell, xml, count=1)
        row = f'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}">{cell}</row>'
        return xml.replace("</sheetData>", f"{row}</sheetData>")

    with opened_workbook(content, Limits()) as book:
        part = f"xl/worksheets/sheet{book.sheets.index(sheet) + 1}.xml"
    return with_part(content, part, rewritten)


def with_part(content: bytes, part: str, rewritten: Callable[[str], str]) -> bytes:
    """Return a workbook with one part of the archive written anew."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            read = old.read(name)
            new.writestr(name, rewritten(read.decode()) if name == part else read)
    return made.getvalue()
