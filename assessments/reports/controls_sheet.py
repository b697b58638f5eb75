"""The duties of a workbook by control: how each control of each framework is covered."""

from django.utils.translation import gettext as _

from assessments import words
from assessments.reports.sheets import Column, Kind, Look, Sheet, Table
from assessments.selectors.control_counts import ControlCount
from assessments.selectors.workbook import WorkbookContents
from assessments.words.proofs import proven_words
from matrix.models import Framework

_PLAIN = Look.PLAIN


def controls_sheets(contents: WorkbookContents) -> list[Sheet]:
    """Return the sheet, and no sheet where the edition has no controls."""
    if not contents.controls:
        return []
    return [Sheet(_("Controls"), [Table("Controls", _columns(), contents.controls)], frozen=2)]


def state_of(line: ControlCount) -> str:
    """Return whether somebody has said of its duties that they belong to a control, in words."""
    if line.said == len(line.duties):
        return _("confirmed")
    return _("confirmed in part") if line.said else _("suggestion")


def _columns() -> list[Column[ControlCount]]:
    numbers = [
        (_("Duties"), "duties"),
        (_("Covered"), "covered"),
        (_("Partial"), "partial"),
        (_("Gap"), "gap"),
        (_("Unanswered"), "unanswered"),
        (_("Not applicable"), "not_applicable"),
    ]
    return [
        Column(_("Framework"), 22, lambda line: str(Framework(line.framework).label)),
        Column(_("Control"), 12, lambda line: line.identifier),
        Column(_("State"), 17, state_of, look=_PLAIN),
        *(_number(heading, name) for heading, name in numbers),
        Column(_("Declared"), 16, lambda line: words.declared_words(line.counts), look=_PLAIN),
        Column(_("Proven"), 16, lambda line: proven_words(line.proven, line.counts), look=_PLAIN),
        Column(_("Which duties"), 60, _named),
    ]


def _number(heading: str, name: str) -> Column[ControlCount]:
    return Column(heading, 12, lambda line: int(getattr(line.counts, name)), Kind.NUMBER, _PLAIN)


def _named(line: ControlCount) -> str:
    numbers = ((row.section.number if row.section else "", row) for row in line.duties)
    return "\n".join(f"{number} {row.activity.text}".strip() for number, row in numbers)
