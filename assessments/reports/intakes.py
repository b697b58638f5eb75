"""What was brought into an assessment, as a list."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from assessments.models import Intake
from matrix.reports import Column, plain_workbook


def intake_workbook(intakes: Iterable[Intake], *, mark: str) -> bytes:
    """Return a line for each, in their order, in the language in force.

    Each comes with the people who made, applied and took it back.
    """
    columns = [
        Column(_("File"), 40),
        Column(pgettext("intake", "What it is"), 18),
        Column(pgettext("intake", "Brought in"), 17),
        Column(pgettext("intake", "By"), 24),
        Column(_("State"), 16),
        Column(_("Rows changed"), 12),
        Column(pgettext("intake", "Applied at"), 17),
        Column(pgettext("intake", "Applied by"), 24),
        Column(pgettext("intake", "Taken back at"), 17),
        Column(pgettext("intake", "Taken back by"), 24),
    ]
    rows = [
        [
            each.name,
            str(each.get_kind_display()),
            each.made_at,
            _person(each.made_by),
            str(each.get_state_display()),
            each.rows,
            each.applied_at,
            _person(each.applied_by),
            each.undone_at,
            _person(each.undone_by),
        ]
        for each in intakes
    ]
    return plain_workbook(title=_("Brought in"), columns=columns, rows=rows, mark=mark)


def _person(member: object) -> str:
    return str(member) if member else ""
