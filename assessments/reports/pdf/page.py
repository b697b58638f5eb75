"""What is said of the provider's page: what it leaves open, and the other half of it."""

from django.utils.translation import gettext as _

from assessments.reports.changes import changes_sheet
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Group, Line, Part, Row, Tone, lines
from assessments.reports.pdf.rows import (
    by_section,
    filled,
    letters_cells,
    letters_columns,
    printed_lines,
    worded,
)
from assessments.selectors.overview import MatrixFinding
from assessments.selectors.pdf import PdfContents
from assessments.selectors.workbook import ProviderRow, WorkbookContents


def provider_part(contents: WorkbookContents) -> Part:
    """Return every activity on which another party holds R or A, with the letters of all."""
    columns = [
        Column(_("Activity"), 200),
        *letters_columns(contents.printed, contents.assessment.client_party),
    ]
    groups = by_section(contents.provider_rows, _provider_row)
    empty = _("No other party is responsible or accountable for anything on this page.")
    return Part(_("Provider’s part"), filled(columns, 0, to=PAGE_WIDTH), groups, empty, turns=True)


def findings_part(contents: PdfContents) -> Part:
    """Return what is odd about the page as published."""
    columns = [
        Column(_("Severity"), 26),
        Column(_("Finding"), 70),
        Column(_("Line"), 16, is_centred=True),
        Column(_("Activity"), 110),
        Column(_("Letters"), 50),
    ]
    rows = [_finding(each) for each in contents.findings]
    return Part(
        _("Findings on the matrix"),
        filled(columns, 3, to=PAGE_WIDTH),
        [Group(None, rows)],
        _("Nothing odd was found on the page."),
        hint=_("as published, not corrected"),
    )


def changes_part(contents: WorkbookContents) -> Part:
    """Return what changed since the latest sign-off, as the sheet of the workbook says it."""
    sheet = changes_sheet(contents)
    [table] = sheet.tables
    *_placed, what, then, now, who, when = table.columns
    told = (what, then, now, who, when)
    widths = (34, 58, 58, 32, 32)
    columns = [
        Column(_("Activity"), 60),
        *(Column(each.heading, width) for each, width in zip(told, widths, strict=True)),
    ]
    groups = by_section(
        table.rows,
        lambda row: [
            printed_lines(row.activity),
            *(lines(worded(each.value(row))) for each in told),
        ],
    )
    return Part(sheet.title, filled(columns, 0, to=PAGE_WIDTH), groups, table.empty)


def _provider_row(row: ProviderRow) -> Row:
    return [printed_lines(row.activity), *letters_cells(row)]


def _finding(found: MatrixFinding) -> Row:
    finding = found.finding
    letters = [Line(f"{party} {held}".strip()) for party, held, _client in found.letters if held]
    return [
        lines(finding.severity_name),
        [*lines(finding.name, tone=Tone.STRONG), *lines(finding.sentence, tone=Tone.HINT)],
        lines(str(finding.line or "")),
        printed_lines(found.activity.text) if found.activity else [],
        letters if finding.is_about_letters else [],
    ]
