"""The plain twin of a comparison: one activity a row, both editions side by side."""

from django.utils.translation import gettext as _

from accounts.reports.cells import Value
from accounts.reports.plain import Column, plain_workbook
from matrix.models import Edition
from matrix.selectors import ComparedActivity, ComparedSide, EditionComparison


def comparison_workbook(comparison: EditionComparison, *, mark: str) -> bytes:
    """Return every activity of two editions, worst change first, with both sources.

    `mark` is that of the organisation, "" where the workbook is nobody's.
    """
    columns = [
        Column(_("Change"), 20),
        Column(_("Activity, earlier"), 56),
        Column(_("Activity, later"), 56),
        Column(_("Your letters, earlier"), 12),
        Column(_("Your letters, later"), 12),
        Column(_("Other letters, earlier"), 20),
        Column(_("Other letters, later"), 20),
        Column(_("Section, earlier"), 28),
        Column(_("Section, later"), 28),
        Column(_("Line, earlier"), 10),
        Column(_("Line, later"), 10),
        Column(_("Answer carried"), 14),
    ]
    rows = (_cells(row) for row in comparison.rows)
    about = [*_about(_("Earlier"), comparison.old), *_about(_("Later"), comparison.new)]
    return plain_workbook(
        title=_("Comparison"), columns=columns, rows=rows, mark=mark, about=about
    )


def other_letters(side: ComparedSide) -> str:
    """Return the letters of the other parties with their names: "OVHcloud RA"."""
    return ", ".join(f"{party} {letters or '–'}" for party, letters in side.others)


def _cells(row: ComparedActivity) -> list[Value]:
    pairs: list[list[Value]] = [
        [side.text.text, side.client, other_letters(side), _section(side), side.line]
        if side
        else ["", "", "", "", None]
        for side in (row.old, row.new)
    ]
    beside = [value for pair in zip(*pairs, strict=True) for value in pair]
    return [row.change.label, *beside, _("yes") if row.match.is_carried else _("no")]


def _section(side: ComparedSide) -> str:
    return f"{side.number} {side.section.text}".strip()


def _about(name: str, edition: Edition) -> list[tuple[str, Value]]:
    facts: list[tuple[str, Value]] = [
        (_("Source"), edition.source_name),
        (_("Published on"), edition.published_on),
        (_("Licence"), edition.licence),
        (_("Attribution"), edition.attribution),
        (_("SHA-256 of the page"), edition.sha256),
    ]
    return [(f"{name}: {fact}", value) for fact, value in facts if value]
