"""Working copies as somebody edits them, through openpyxl as an office program would."""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from uuid import UUID

from django.utils import translation
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Membership
from assessments.models import Answer, Assessment, Intake
from assessments.readers.cells import stored_cell
from assessments.readers.returning.values import DASHES, canonical, cleared
from assessments.readers.said import Field, Said, SaidRow, SaidValue
from assessments.selectors.duties import DutyRow
from assessments.selectors.intakes import Merge, Returned, merged, returned_workbook
from assessments.selectors.intakes.merging import rows_in_play
from assessments.selectors.intakes.understanding import exported_text
from assessments.selectors.intakes.vocabulary import vocabulary
from assessments.services.intakes import Source, bring_in
from tests.builders import NOW, make_assessment, make_member

# Headings of the sheet Duties, by language.
WORDS = {
    "en": {
        "coverage": "Coverage",
        "reason": "Reason, if not applicable",
        "note": "Note",
        "owner": "Owner",
        "due": "Due",
    },
    "fr": {
        "coverage": "Couverture",
        "reason": "Raison, si sans objet",
        "note": "Note",
        "owner": "Porteur",
        "due": "Échéance",
    },
}


FIELDS = {
    "coverage": Field.COVERAGE,
    "reason": Field.REASON,
    "note": Field.NOTE,
    "owner": Field.OWNER,
    "due": Field.DUE,
}
STANDING = (
    "coverage",
    "reason",
    "until",
    "note",
    "internal_note",
    "owner_membership",
    "owner_team",
    "due_on",
    "revision",
)


class WorkingCopy:
    """A workbook opened to be filled in: cells by the heading and the place of the row."""

    def __init__(self, content: bytes, language: str = "en") -> None:
        """Open it; rows are numbered from 0 in printed order."""
        self.book: Workbook = load_workbook(BytesIO(content))
        sheet = self.book.worksheets[1]
        assert isinstance(sheet, Worksheet)
        self.sheet = sheet
        self._words = WORDS[language]
        headings = enumerate(sheet[1], start=1)
        self.columns = {str(cell.value): column for column, cell in headings}

    def put(self, row: int, name: str, value: Any) -> None:
        """Write a value as somebody types it: a text that begins with "=" becomes a formula."""
        self.sheet.cell(row + 2, self.column(name)).value = value

    def get(self, row: int, name: str) -> Any:
        """Read a value."""
        return self.sheet.cell(row + 2, self.column(name)).value

    def column(self, name: str) -> int:
        """Return the number of a column, by field or by heading."""
        return self.columns[self._words.get(name, name)]

    def saved(self) -> bytes:
        """Return the file."""
        stream = BytesIO()
        self.book.save(stream)
        return stream.getvalue()


class Typed:
    """What somebody types, without a file: for tests of what becomes of it."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.cells: dict[tuple[int, str], Any] = {}

    def put(self, row: int, name: str, value: Any) -> None:
        """Write a value, as into a working copy."""
        self.cells[row, name] = value


def draft(assessment: Assessment, by: Membership, fill: Callable[[Typed], object]) -> Intake:
    """Bring in what a working copy made now would say once it is filled in."""
    typed = Typed()
    fill(typed)
    read = Assessment.objects.with_matrix().get(pk=assessment.pk)
    rows = rows_in_play(read, by, NOW.date()).values()
    said = Said(tuple(_said(place, row, typed) for place, row in enumerate(rows)))
    source = Source(Intake.Kind.WORKING_COPY, "book.xlsx", "en")
    return bring_in(assessment=assessment, said=said, source=source, by=by, at=NOW)


def _said(place: int, row: DutyRow, typed: Typed) -> SaidRow:
    values = {}
    for name, field in FIELDS.items():
        base = exported_text(row, field)
        address = f"{field.value}{place}"
        value = typed.cells.get((place, name))
        text = base if value is None else _text(field, value)
        values[field] = SaidValue(address, text, base)
    return SaidRow(f"row{place}", str(row.key), "", values)


def _text(field: Field, value: Any) -> str:
    text = canonical(field, stored_cell(1, 1, value), vocabulary())
    return cleared(field) if text in DASHES else text


def edited(content: bytes, edit: Callable[[WorkingCopy], object], language: str = "en") -> bytes:
    """Return a workbook after one edit."""
    copy = WorkingCopy(content, language)
    edit(copy)
    return copy.saved()


def returned(content: bytes, by: Membership, assessment: Assessment) -> Returned:
    """Read a file as a working copy."""
    return returned_workbook(content, assessment=assessment, reader=by)


def brought(content: bytes, by: Membership, assessment: Assessment) -> Intake:
    """Bring a file in as a draft."""
    read = returned(content, by, assessment)
    source = Source(read.kind, "book.xlsx", read.language, read.export)
    return bring_in(assessment=assessment, said=read.said, source=source, by=by, at=NOW)


def merge_of(intake: Intake, reader: Membership) -> Merge:
    """Merge a draft with the rows as they are, in English."""
    intake.refresh_from_db()
    with translation.override("en"):
        return merged(intake, reader=reader, on=NOW.date())


def states(merge: Merge) -> dict[tuple[int, str], str]:
    """Return the states of all cells that are not the same, by place of the row and field."""
    return {
        (place, cell.field.value): cell.state.value
        for place, row in enumerate(merge.rows)
        for cell in row.cells
        if cell.state.value != "same"
    }


def keys_of(assessment: Assessment) -> list[UUID]:
    """Return the keys of the rows in printed order."""
    return list(
        Answer.objects.of_assessment(assessment).in_printed_order().values_list("key", flat=True)
    )


def stand(assessment: Assessment) -> list[dict[str, Any]]:
    """Return what the rows say, in printed order."""
    rows = Answer.objects.of_assessment(assessment).in_printed_order()
    return [dict(row) for row in rows.values(*STANDING)]


def make_world() -> tuple[Membership, Assessment]:
    """Make a manager and an assessment with three unanswered duties."""
    manager = make_member()
    return manager, make_assessment(manager)
