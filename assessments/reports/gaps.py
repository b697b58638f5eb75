"""What is missing: the duties answered gap or partial."""

from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.reports.rows import (
    FROZEN,
    activity_columns,
    coverage_column,
    due_column,
    letters_columns,
    note_column,
    owner_column,
)
from assessments.reports.sheets import Column, Kind, Look, Sheet, Table
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents


def gaps_sheet(contents: WorkbookContents) -> Sheet:
    """Return the gaps of the selection in the order of the page, with owner, date and delay."""
    columns: list[Column[DutyRow]] = [
        *activity_columns(contents.printed),
        *letters_columns(contents.printed, contents.assessment.client_party),
        coverage_column(),
        note_column(),
        owner_column(),
        due_column(),
        Column(_("Days late"), 9, lambda row: row.days_late, Kind.DAYS_LATE, Look.PLAIN),
    ]
    empty = _("No gap among these rows.")
    table = Table("Gaps", columns, gaps_of(contents.rows), empty)
    return Sheet(_("Gaps"), [table], frozen=FROZEN)


def gaps_of(rows: tuple[DutyRow, ...]) -> list[DutyRow]:
    """Keep the gaps: duties answered gap or partial (PRODUCT.md, "Words")."""
    return [
        row for row in rows if row.is_duty and row.coverage in {Coverage.GAP, Coverage.PARTIAL}
    ]
