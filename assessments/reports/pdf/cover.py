"""What the first pages say: how it stands by section, and the facts."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments import words
from assessments.reports.pdf.pieces import (
    PAGE_WIDTH,
    STATES,
    Column,
    Group,
    Line,
    Part,
    Row,
    Tone,
    lines,
)
from assessments.reports.pdf.rows import filled, worded
from assessments.reports.sheets import LineLook
from assessments.reports.summary import Fact, known, standing_lines, summary_facts
from assessments.scoring import Counts
from assessments.selectors.workbook import SectionLine, WorkbookContents

_HASH_LENGTH = 64


def hints_of(contents: WorkbookContents) -> list[str]:
    """Return what is said under the sentence."""
    hints = [text for look, text in standing_lines(contents) if look == LineLook.HINT]
    if contents.filter_words:
        hints.append(
            _("Filtered: %(filter)s. Listed are %(n)s of %(total)s rows; counts are of all.")
            % {
                "filter": contents.filter_words,
                "n": len(contents.rows),
                "total": contents.row_count,
            }
        )
    return hints


def legend_of(counts: Counts) -> list[tuple[str, str]]:
    """Return the counts in words by state, zeros too: they explain the marks."""
    return [(state, words.number_of(state, counts.of(state))) for state in STATES]


def sections_part(contents: WorkbookContents) -> Part:
    """Return the counts of each section, as a bar and in figures."""
    figures = [_("Duties"), _("Covered"), _("Partial"), _("Gap")]
    figures += [_("Unanswered"), _("Not applicable")]
    columns = [
        Column(_("No."), 16),
        Column(_("Section"), 80),
        Column(_("How it stands"), 55),
        *(Column(heading, 24, is_centred=True) for heading in figures),
    ]
    rows = [_section_row(line) for line in contents.sections]
    return Part(
        _("Sections"),
        filled(columns, 1, to=PAGE_WIDTH),
        [Group(None, rows)],
        _("Nothing in scope."),
    )


def facts_part(contents: WorkbookContents) -> Part:
    """Return what was assessed, from which page, with which figures, by whom, and the proofs."""
    checked: Fact = (
        _("Hash of the file"),
        _(
            "Remit keeps the SHA-256 of this file under the export above: the page “Verify”"
            " says of a copy whether it is that file, byte for byte."
        ),
    )
    facts = [*summary_facts(contents), *known([checked])]
    rows = [[lines(name), value_lines(worded(value))] for name, value in facts]
    columns = [Column(_("Fact"), 38), Column(_("Value"), 94)]
    return Part(_("Facts"), columns, [Group(None, rows)], is_facts=True, turns=True)


def value_lines(text: str) -> Sequence[Line]:
    """Return the value of a fact; a hash is never broken."""
    is_hash = len(text) == _HASH_LENGTH and " " not in text
    return [Line(text, Tone.EXACT if is_hash else Tone.PLAIN)]


def _section_row(line: SectionLine) -> Row:
    counts = line.counts
    title = line.section.title if line.section else None
    number = line.section.number if line.section else ""
    figures = [counts.duties, *(counts.of(state) for state in STATES)]
    return [
        lines(number),
        [Line(title.text, Tone.PLAIN, title.language)] if title else [],
        counts,
        *(lines(str(figure)) for figure in figures),
    ]
