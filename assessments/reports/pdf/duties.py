"""Every row of the selection, and those that do not apply."""

from django.utils.translation import gettext as _

from assessments.models import Coverage
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Line, Part, Row, Tone, lines
from assessments.reports.pdf.rows import (
    by_section,
    coverage_cell,
    day_of,
    filled,
    letters_cells,
    letters_columns,
    named,
    printed_lines,
)
from assessments.selectors.duties import DutyRow
from assessments.selectors.workbook import WorkbookContents


def duties_part(contents: WorkbookContents) -> Part:
    """Return the rows with what was printed, what is asked, what was answered and its proofs."""
    letters = letters_columns(contents.printed, contents.assessment.client_party)
    columns = [
        Column(_("Activity"), 76),
        *letters,
        Column(_("Coverage"), 33),
        Column(_("Note"), 50),
        Column(_("Owner"), 40),
        Column(_("Evidence"), 40),
    ]
    empty = _("No row: nothing in scope, or nothing that the filter keeps.")
    groups = by_section(contents.rows, lambda row: _duty(row, contents))
    return Part(_("Duties"), _as_wide_as_the_page(columns), groups, empty, turns=True)


def not_applicable_part(contents: WorkbookContents) -> Part:
    """Return the rows of the selection that are out of the count, each with its reason."""
    letters = letters_columns(contents.printed, contents.assessment.client_party)
    columns = [
        Column(_("Activity"), 90),
        *letters,
        Column(_("Reason"), 70),
        Column(_("Note"), 45),
        Column(_("Changed by"), 36),
    ]
    rows = [row for row in contents.rows if row.coverage == Coverage.NOT_APPLICABLE]
    groups = by_section(rows, _not_applicable)
    empty = _("Every one of these rows applies.")
    return Part(_("Not applicable"), _as_wide_as_the_page(columns), groups, empty)


def _as_wide_as_the_page(columns: list[Column]) -> list[Column]:
    return filled(columns, 0, to=PAGE_WIDTH)


def _duty(row: DutyRow, contents: WorkbookContents) -> Row:
    reason = named(_("Reason"), row.reason) if row.coverage == Coverage.NOT_APPLICABLE else []
    return [
        [*printed_lines(row.activity), Line(row.question_text, Tone.HINT)],
        *letters_cells(row),
        coverage_cell(row),
        [*reason, *lines(row.note, tone=Tone.FILLED)],
        owner_lines(row),
        _proofs(row, contents),
    ]


def owner_lines(row: DutyRow) -> list[Line]:
    """Return who has a row, by when, how late it is, and when it changed last."""
    return [
        *lines(row.owner.name if row.owner else "", tone=Tone.FILLED),
        *named(_("Due"), row.due_on),
        *named(_("Days late"), row.days_late or None, Tone.STRONG),
        *named(_("Last change"), day_of(row.changed_at), Tone.HINT),
    ]


def _proofs(row: DutyRow, contents: WorkbookContents) -> list[Line]:
    if contents.filed is None:
        return lines(_("not kept"), tone=Tone.HINT)
    return [Line(proof.words) for proof in contents.filed.by_row.get(row.key, ())]


def _not_applicable(row: DutyRow) -> Row:
    return [
        printed_lines(row.activity),
        *letters_cells(row),
        [*lines(row.reason, tone=Tone.FILLED), *named(_("Until"), row.until)],
        lines(row.note, tone=Tone.FILLED),
        [
            *lines(row.changed_by, tone=Tone.FILLED),
            *named(_("Last change"), day_of(row.changed_at), Tone.HINT),
        ],
    ]
