"""What auditors found, where they said something: every opinion on the rows of the paper."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.reports.opinions import (
    DATE_FIELD,
    NOTE_FIELD,
    RESULT_FIELD,
    opinion_headings,
)
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Part, Row, Tone, lines
from assessments.reports.pdf.rows import (
    by_section,
    coverage_cell,
    filled,
    printed_lines,
    worded,
)
from assessments.selectors.duties import DutyRow
from assessments.selectors.opinions import OpinionLine
from assessments.selectors.workbook import WorkbookContents
from matrix.selectors import PrintedSection, PrintedText


@dataclass(frozen=True, slots=True)
class _Stated:
    """A row with one opinion on it."""

    duty: DutyRow
    line: OpinionLine

    @property
    def section(self) -> PrintedSection | None:
        """The heading it stands under."""
        return self.duty.section

    @property
    def activity(self) -> PrintedText:
        """Its text."""
        return self.duty.activity


def opinions_parts(contents: WorkbookContents) -> list[Part]:
    """Return the opinions as one part, none where there are none or nobody kept them."""
    opinions = contents.opinions
    rows = [row for row in contents.rows if opinions and opinions.of(row.key)]
    if opinions is None or not rows:
        return []
    headings = opinion_headings()
    columns = [
        Column(_("Activity"), 80),
        Column(_("Coverage"), 33),
        Column(_("Auditor"), 34),
        Column(headings[RESULT_FIELD], 42),
        Column(headings[NOTE_FIELD], 62),
        Column(headings[DATE_FIELD], 26),
    ]
    stated = [_Stated(row, line) for row in rows for line in opinions.of(row.key)]
    groups = by_section(stated, _opinion)
    return [Part(_("Auditors’ opinions"), filled(columns, 0, to=PAGE_WIDTH), groups)]


def _opinion(stated: _Stated) -> Row:
    line = stated.line
    return [
        printed_lines(stated.activity),
        coverage_cell(stated.duty),
        lines(line.author),
        lines(line.result_text, tone=Tone.STRONG),
        lines(line.note, tone=Tone.FILLED),
        lines(worded(line.stated_on)),
    ]
