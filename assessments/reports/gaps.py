"""What is missing: the duties answered gap or partial."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils import timezone
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
    """Return the gaps of the selection in the order of the page, with owner, plan and delay."""
    day = contents.as_of or timezone.localdate(contents.made_at)
    columns: list[Column[DutyRow]] = [
        *activity_columns(contents.printed),
        *letters_columns(contents.printed, contents.assessment.client_party),
        coverage_column(),
        note_column(),
        owner_column(),
        due_column(),
        Column(_("Days late"), 9, lambda row: row.days_late, Kind.DAYS_LATE, Look.PLAIN),
        *_plan_columns(),
        Column(_("Gap since"), 12, lambda row: row.gap_since, Kind.DATE, Look.PLAIN),
        Column(_("Days open"), 9, lambda row: _age(row, day), Kind.NUMBER, Look.PLAIN),
        *_acceptance_columns(),
    ]
    empty = _("No gap among these rows.")
    table = Table("Gaps", columns, filter(is_gap, contents.rows), empty)
    return Sheet(_("Gaps"), [table], frozen=FROZEN)


def gaps_of(rows: Iterable[DutyRow]) -> list[DutyRow]:
    """Keep the gaps."""
    return list(filter(is_gap, rows))


def is_gap(row: DutyRow) -> bool:
    """Tell whether a row is a duty answered gap or partial (PRODUCT.md, "Words")."""
    return row.is_duty and row.coverage in {Coverage.GAP, Coverage.PARTIAL}


def _plan_columns() -> Sequence[Column[DutyRow]]:
    return [
        Column(_("Severity"), 11, lambda row: row.plan.severity_text, look=Look.FILLED),
        Column(_("Action"), 28, lambda row: row.plan.action, look=Look.FILLED),
        Column(_("Acts"), 14, lambda row: row.plan.responsible, look=Look.FILLED),
        Column(_("By when"), 12, lambda row: row.plan.by_when, Kind.DATE, Look.FILLED),
        Column(_("State"), 12, lambda row: row.plan.state_text, look=Look.FILLED),
        Column(_("Ticket"), 20, lambda row: row.plan.ticket_url, look=Look.FILLED),
    ]


def _acceptance_columns() -> Sequence[Column[DutyRow]]:
    return [
        Column(_("Accepted until"), 12, lambda row: row.plan.expires_on, Kind.DATE, Look.FILLED),
        Column(_("Accepted by"), 14, lambda row: row.plan.accepted_by, look=Look.FILLED),
        Column(
            _("Why it is accepted"),
            24,
            lambda row: row.plan.acceptance_reason,
            look=Look.FILLED,
        ),
    ]


def _age(row: DutyRow, day: date) -> int | None:
    return (day - row.gap_since).days if row.gap_since else None
