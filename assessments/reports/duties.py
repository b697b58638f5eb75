"""The sheet to work in: every row of the selection, answered or not."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.reports import lists
from assessments.reports.evidence import evidence_column
from assessments.reports.opinions import opinion_columns
from assessments.reports.rows import (
    FROZEN,
    activity_columns,
    change_column,
    code_of,
    coverage_column,
    due_column,
    letters_columns,
    note_column,
    owner_column,
)
from assessments.reports.sheets import Column, Look, Sheet, Table
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents
from matrix.models import Party
from matrix.selectors import PrintedEdition


def duties_sheet(contents: WorkbookContents) -> Sheet:
    """Return the rows with what was printed, what was answered, and the keys to come back by."""
    columns = [
        *duty_columns(contents.printed, contents.assessment.client_party, lists.COVERAGE),
        evidence_column(contents),
        change_column(),
        *opinion_columns(contents.opinions),
        *_machine_columns(),
    ]
    return _sheet(columns, contents.rows)


def duties_list_sheet(rows: Sequence[DutyRow], printed: PrintedEdition, client: Party) -> Sheet:
    """Return what the screen lists, and nothing to come back by."""
    return _sheet(duty_columns(printed, client), rows)


def duty_columns(
    printed: PrintedEdition, client: Party, choices: str = ""
) -> list[Column[DutyRow]]:
    """Return the columns of the grid; `choices` names the list the coverage is chosen from."""
    return [
        *activity_columns(printed),
        *letters_columns(printed, client),
        Column(_("Question"), 14.5, lambda row: row.question_text, look=Look.PLAIN),
        coverage_column(choices=choices),
        Column(_("To recheck"), 10, _recheck, look=Look.FILLED),
        Column(_("Reason, if not applicable"), 16, lambda row: row.reason, look=Look.FILLED),
        note_column(),
        owner_column(),
        due_column(),
    ]


def _sheet(columns: Sequence[Column[DutyRow]], rows: Sequence[DutyRow]) -> Sheet:
    empty = _("No row: nothing in scope, or nothing that the filter keeps.")
    return Sheet(_("Duties"), [Table("Duties", columns, rows, empty)], frozen=FROZEN)


def _recheck(row: DutyRow) -> str:
    return _("to recheck") if row.is_to_recheck else ""


def _machine_columns() -> list[Column[DutyRow]]:
    # What a later return of the file needs: which row, as read when, and its code in any
    # language. Headings are in English in every file.
    return [
        Column("Key", 38, lambda row: str(row.key), look=Look.PLAIN, is_hidden=True),
        Column("Revision", 9, lambda row: row.revision, look=Look.PLAIN, is_hidden=True),
        Column("Coverage code", 15, code_of, look=Look.PLAIN, is_hidden=True),
    ]
