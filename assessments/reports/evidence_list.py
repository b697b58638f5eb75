"""The evidence of an organisation as a list."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from assessments.selectors.proofs.lines import ProofLine
from matrix.reports import Column, Value, plain_workbook


def evidence_workbook(lines: Sequence[ProofLine], *, mark: str) -> bytes:
    """Return the lines in their order, in the language in force."""
    return plain_workbook(
        title=_("Evidence"),
        columns=_columns(),
        rows=[_values(line) for line in lines],
        mark=mark,
    )


def _columns() -> list[Column]:
    return [
        Column(_("Title"), 40),
        Column(_("Kind"), 12),
        Column(_("Type"), 16),
        Column(_("Validity"), 30),
        Column(_("Valid until"), 12),
        Column(_("Duties"), 8),
        Column(_("Period from"), 12),
        Column(_("Period to"), 12),
        Column(_("Collected by"), 20),
        Column(_("Collected at"), 17),
        Column(_("Source"), 24),
        Column(_("Query"), 40),
        Column(_("Population"), 11),
        Column(_("Sample"), 9),
        Column(_("Confidentiality"), 15),
        Column(_("Visible to auditors"), 12),
        Column(_("File name"), 30),
        Column(_("Size (bytes)"), 12),
        Column("SHA-256", 66),
        Column(_("Address"), 50),
        Column(_("Statement"), 50),
        Column(_("Key"), 38),
    ]


def _values(line: ProofLine) -> list[Value]:
    evidence = line.evidence
    return [
        evidence.title,
        line.kind_text,
        line.type_text,
        line.validity,
        evidence.valid_until,
        line.duties,
        evidence.period_from,
        evidence.period_to,
        line.collected_by,
        evidence.collected_at,
        evidence.source_system,
        evidence.source_query,
        evidence.population,
        evidence.sample,
        line.confidentiality_text,
        _("yes") if evidence.is_visible_to_auditor else _("no"),
        evidence.filename,
        evidence.size,
        evidence.sha256,
        evidence.url,
        evidence.statement,
        str(evidence.key),
    ]
