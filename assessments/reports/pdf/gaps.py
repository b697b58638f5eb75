"""What is missing, and what is planned for it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from assessments.reports.gaps import gaps_of
from assessments.reports.pdf.duties import owner_lines
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Line, Part, Row, Tone, lines
from assessments.reports.pdf.rows import by_section, coverage_cell, filled, named, printed_lines
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents


def gaps_part(contents: WorkbookContents) -> Part:
    """Return the gaps of the selection with owner, delay, plan and acceptance."""
    day = contents.as_of or timezone.localdate(contents.made_at)
    columns = [
        Column(_("Activity"), 70),
        Column(_("Coverage"), 33),
        Column(_("Note"), 45),
        Column(_("Owner"), 42),
        Column(_("Action plan"), 58),
        Column(_("Accepted"), 40),
    ]
    groups = by_section(gaps_of(contents.rows), lambda row: _gap(row, day))
    return Part(
        _("Gaps"), filled(columns, 0, to=PAGE_WIDTH), groups, _("No gap among these rows.")
    )


def _gap(row: DutyRow, day: date) -> Row:
    return [
        printed_lines(row.activity),
        coverage_cell(row),
        lines(row.note, tone=Tone.FILLED),
        [*owner_lines(row), *_age(row, day)],
        _plan(row),
        _acceptance(row),
    ]


def _age(row: DutyRow, day: date) -> list[Line]:
    if row.gap_since is None:
        return []
    since = named(_("Gap since"), row.gap_since, Tone.HINT)
    return [*since, *named(_("Days open"), (day - row.gap_since).days, Tone.HINT)]


def _plan(row: DutyRow) -> list[Line]:
    plan = row.plan
    if not plan.action:
        rated = named(_("Severity"), plan.severity_text)
        return [Line(_("No action is planned."), Tone.HINT), *rated]
    return [
        *lines(plan.action, tone=Tone.FILLED),
        *named(_("Severity"), plan.severity_text),
        *named(_("Acts"), plan.responsible),
        *named(_("By when"), plan.by_when),
        *named(_("State"), plan.state_text),
        *named(_("Ticket"), plan.ticket_url),
    ]


def _acceptance(row: DutyRow) -> list[Line]:
    plan = row.plan
    return [
        *named(_("Accepted until"), plan.expires_on),
        *named(_("Accepted by"), plan.accepted_by),
        *lines(plan.acceptance_reason, tone=Tone.FILLED),
    ]
