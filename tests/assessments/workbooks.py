"""Reading workbooks in tests, and an assessment with something of everything to write."""

from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import Membership
from accounts.rights import Role
from assessments.models import Answer, Assessment
from assessments.readers.cells import CellHash, Value
from assessments.reports.assessment import assessment_workbook
from assessments.reports.sheets import WrittenBook
from assessments.selectors.workbook import Making, Selection, WorkbookContents, workbook_contents
from matrix.selectors import printed_edition
from tests.builders import (
    NOW,
    make_answers,
    make_assessment,
    make_edition,
    make_labels,
    make_member,
    make_team,
)

KEY = UUID("5f1d7f3a-6f0b-4c7e-9b3a-2f6c1d0e8a11")
FORMULA = '=HYPERLINK("http://x","y")'


def make_full_assessment(by: Membership | None = None) -> Assessment:
    """Make an assessment with labels in English and a row of each kind.

    In printed order: gap and late, partial with a note that looks like a formula, not
    applicable, and a message that is covered.
    """
    by = by or make_member(Role.MANAGER)
    edition = make_edition()
    make_labels(edition)
    assessment = make_assessment(by, edition=edition, has_messages=True)
    team = make_team(by)
    make_answers(
        assessment,
        {"coverage": "gap", "owner_team_id": team.pk, "due_on": date(2026, 11, 2)},
        {"coverage": "partial", "note": FORMULA, "owner_membership_id": by.pk},
        {"coverage": "not_applicable", "reason": "no copies", "until": date(2027, 3, 31)},
        {"coverage": "covered", "internal_note": "SECRET"},
        by=by,
    )
    return assessment


def make_contents(
    assessment: Assessment, *, language: str = "en", coverage: str = ""
) -> WorkbookContents:
    """Read an assessment for a workbook; with `coverage`, only the rows that have it."""
    read = Assessment.objects.with_matrix().select_related("organisation").get(pk=assessment.pk)
    printed = printed_edition(read.edition, language=language)
    kept = Answer.objects.of_assessment(read).filter(coverage=coverage)
    selection = Selection(kept, f"coverage={coverage}", f"only {coverage}") if coverage else None
    return workbook_contents(read, printed, Making(KEY, language, None, NOW), selection)


@dataclass(frozen=True)
class Made:
    """A workbook: what it should say, what was written, and the file opened again."""

    contents: WorkbookContents
    written: WrittenBook
    book: Workbook


class Shelf:
    """The workbooks of one assessment, each made and opened once. They are only to be read."""

    def __init__(self, assessment: Assessment) -> None:
        """Begin with none."""
        self.assessment = assessment
        self._made: dict[tuple[str, str], Made] = {}

    def take(self, language: str = "en", coverage: str = "") -> Made:
        """Return a workbook; with `coverage`, the one of the rows that have it."""
        if (language, coverage) not in self._made:
            contents = make_contents(self.assessment, language=language, coverage=coverage)
            written = assessment_workbook(contents)
            self._made[language, coverage] = Made(contents, written, opened(written.content))
        return self._made[language, coverage]


def opened(content: bytes) -> Workbook:
    """Open a workbook; a warning about what is in it fails the test."""
    return load_workbook(BytesIO(content))


def sheet(book: Workbook, title: str) -> Worksheet:
    """Return a sheet by its title."""
    found = book[title]
    assert isinstance(found, Worksheet)
    return found


def lines(of: Worksheet) -> list[list[Any]]:
    """Return the values of every row, days as days, empty cells as ""."""
    return [[_plain(cell.value) for cell in row] for row in of.iter_rows()]


def foot(of: Worksheet) -> tuple[str, str, str]:
    """Return the foot of a printed page: left, in the middle, right."""
    found = of.oddFooter
    assert found is not None
    return str(found.left.text), str(found.center.text), str(found.right.text)


def hash_of(book: Workbook) -> str:
    """Hash the cells of an opened workbook, as somebody who verifies it does."""
    cells = CellHash()
    for each in book.worksheets:
        if each.title != "_meta":
            for row in each.iter_rows():
                for cell in row:
                    value: Value = cell.value  # type: ignore[assignment]
                    cells.add(each.title, cell.coordinate, value)
    return cells.hexdigest()


def _plain(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date()
    return value
