"""The duties of a paper by control: what each control of each framework stands on."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from django.utils.translation import gettext as _

from assessments import words
from assessments.reports.controls_sheet import state_of
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Group, Line, Part, Row, Tone, lines
from assessments.reports.pdf.rows import filled
from assessments.selectors.control_counts import ControlCount
from assessments.selectors.workbook import WorkbookContents
from assessments.words.proofs import proven_words
from matrix.models import Framework

# Lines of a cell; the workbook names every duty of a control.
_NAMED: Final = 40


def controls_parts(contents: WorkbookContents) -> list[Part]:
    """Return the controls under their frameworks as one part, none where there are none.

    A duty of several controls is under each, so that their figures are not to be summed.
    """
    if not contents.controls:
        return []
    columns = [
        Column(_("Control"), 22),
        Column(_("State"), 24),
        Column(_("Duties"), 14, is_centred=True),
        Column(_("How it stands"), 30),
        Column(_("Coverage"), 46),
        Column(_("Proven"), 24),
        Column(_("Which duties"), 90),
    ]
    by_framework = groupby(contents.controls, key=lambda control: control.framework)
    groups = [
        Group(Line(str(Framework(name).label), Tone.STRONG), [_control(each) for each in held])
        for name, held in by_framework
    ]
    hint = _("A duty of several controls is under each: their figures are not to be summed.")
    return [Part(_("Controls"), filled(columns, 6, to=PAGE_WIDTH), groups, hint=hint)]


def _control(control: ControlCount) -> Row:
    counts = control.counts
    return [
        lines(control.identifier, tone=Tone.STRONG),
        lines(state_of(control)),
        lines(str(counts.duties)),
        counts,
        lines(words.section_words(counts)),
        lines(proven_words(control.proven, counts)),
        list(_named(control)),
    ]


def _named(control: ControlCount) -> Iterator[Line]:
    for row in control.duties[:_NAMED]:
        number = row.section.number if row.section else ""
        yield Line(f"{number} {row.activity.text}".strip(), Tone.HINT, row.activity.language)
    more = len(control.duties) - _NAMED
    if more > 0:
        yield Line(_("and %(n)s more, in the workbook") % {"n": more}, Tone.HINT)
