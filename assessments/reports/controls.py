"""Duties by control as a list."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import Assessment
from assessments.reports.mine import edition_facts
from assessments.selectors.controls import ByControl, ControlledDuty
from matrix.models import Framework
from matrix.reports import Column, Value, plain_workbook


def controls_workbook(shown: ByControl, *, assessment: Assessment) -> bytes:
    """Return a row for each control and duty, then the duties without control, and the source.

    In the language in force.
    """
    return plain_workbook(
        title=_("Controls"),
        columns=_columns(),
        rows=list(_rows(shown)),
        mark=assessment.organisation.classification,
        about=list(edition_facts(assessment.edition)),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Framework"), 24),
        Column(_("Control"), 14),
        Column(_("State"), 14),
        Column(_("No."), 7),
        Column(_("Activity"), 48),
        Column(_("Activity as printed"), 48),
        Column(_("Coverage"), 14),
        Column(_("Owner"), 20),
        Column(_("Due"), 12),
        Column(_("Why it is suggested"), 48),
    ]


def _rows(shown: ByControl) -> Iterator[list[Value]]:
    framework = str(Framework(shown.framework).label)
    for line in shown.lines:
        for duty in line.duties:
            yield [framework, line.identifier, *_values(duty)]
    for duty in shown.without:
        yield [framework, "", *_values(duty)]


def _values(duty: ControlledDuty) -> list[Value]:
    row = duty.row
    return [
        _("confirmed") if duty.controls.is_confirmed else _("suggestion"),
        row.section.number if row.section else "",
        row.activity.text,
        row.activity.original or row.activity.text,
        row.coverage_text,
        row.owner.name if row.owner else "",
        row.due,
        duty.controls.reason,
    ]
