"""What does not apply, why, and who says so."""

from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.reports.rows import (
    FROZEN,
    activity_columns,
    change_column,
    letters_columns,
    note_column,
)
from assessments.reports.sheets import Column, Kind, Look, Sheet, Table
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents


def not_applicable_sheet(contents: WorkbookContents) -> Sheet:
    """Return the rows of the selection that are out of the count, each with its reason."""
    columns: list[Column[DutyRow]] = [
        *activity_columns(contents.printed),
        *letters_columns(contents.printed, contents.assessment.client_party),
        Column(_("Reason"), 34, lambda row: row.reason, look=Look.FILLED),
        Column(_("Until"), 11, lambda row: row.until, Kind.DATE, Look.FILLED),
        note_column(),
        change_column(),
        Column(_("Changed by"), 15, lambda row: row.changed_by, look=Look.FILLED),
    ]
    rows = (row for row in contents.rows if row.coverage == Coverage.NOT_APPLICABLE)
    table = Table("NotApplicable", columns, rows, _("Every one of these rows applies."))
    return Sheet(_("Not applicable"), [table], frozen=FROZEN)
