"""Gaps across assessments as a list."""

from collections.abc import Sequence
from itertools import chain

from django.utils.translation import gettext as _

from assessments.reports.mine import edition_facts
from assessments.selectors.gaps import GapRow
from matrix.reports import Column, Value, plain_workbook


def gap_workbook(rows: Sequence[GapRow], *, mark: str) -> bytes:
    """Return the rows in their order, in the language in force, and where their texts are from."""
    editions = {row.assessment.edition_id: row.assessment.edition for row in rows}
    about = chain.from_iterable(edition_facts(edition) for edition in editions.values())
    return plain_workbook(
        title=_("Gaps"),
        columns=_columns(),
        rows=[_values(row) for row in rows],
        mark=mark,
        about=list(about),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Service"), 24),
        Column(_("Scope"), 24),
        Column(_("No."), 7),
        Column(_("Activity"), 48),
        Column(_("Activity as printed"), 48),
        Column(_("Coverage"), 14),
        Column(_("Severity"), 12),
        Column(_("Action"), 40),
        Column(_("Acts"), 20),
        Column(_("By when"), 12),
        Column(_("State"), 14),
        Column(_("Ticket"), 30),
        Column(_("Owner"), 20),
        Column(_("Due"), 12),
        Column(_("Days late"), 10),
        Column(_("Gap since"), 12),
        Column(_("Days open"), 10),
        Column(_("Accepted by"), 20),
        Column(_("Accepted until"), 14),
        Column(_("Why it is accepted"), 40),
        Column(_("Note"), 40),
    ]


def _values(row: GapRow) -> list[Value]:
    plan = row.plan
    return [
        row.assessment.edition.matrix.service,
        row.assessment.scope,
        row.number,
        row.activity.text,
        row.activity.original or row.activity.text,
        row.coverage_text,
        plan.severity_text,
        plan.action,
        row.acts,
        plan.by_when,
        plan.state_text,
        plan.ticket_url,
        row.owner.name if row.owner else "",
        row.due_on,
        row.days_late or None,
        row.since,
        row.age,
        plan.accepted_by,
        plan.expires_on,
        plan.acceptance_reason,
        row.note,
    ]
