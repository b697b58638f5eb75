"""What proves the duties: each piece of evidence once, with the duties it is attached to."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.reports.rows import local
from assessments.reports.sheets import Column, Kind, LineLook, Look, Sheet, Table
from assessments.selectors.duties import DutyRow
from assessments.selectors.proofs.filed import FiledProof
from assessments.selectors.workbook import WorkbookContents

_FILLED: Final = Look.FILLED


def evidence_sheet(contents: WorkbookContents) -> Sheet:
    """Return the evidence of the rows of the file. Of a day that is over nobody kept it."""
    if contents.filed is None:
        said = _("Which proofs were attached on that day was not kept.")
        table: Table[FiledProof] = Table("Evidence", _columns({}), [], said)
        return Sheet(_("Evidence"), [table], lines=[(LineLook.HINT, said)])
    proven = contents.filed.by_row.keys()
    rows = {row.key: row for row in contents.rows if row.key in proven}
    listed = [proof for proof in contents.filed.proofs if rows.keys() & set(proof.keys)]
    empty = _("No proof that auditors may see is attached to these rows.")
    if contents.filed.is_left_out:
        empty = _("Evidence is no part of this share.")
    return Sheet(_("Evidence"), [Table("Evidence", _columns(rows), listed, empty)], frozen=2)


def evidence_column(contents: WorkbookContents) -> Column[DutyRow]:
    """Return the proofs of each row by the names they have in this file."""
    filed = contents.filed
    if filed is None:
        not_kept = _("not kept")
        return Column(_("Evidence"), 26, lambda _row: not_kept, look=Look.PLAIN)
    return Column(_("Evidence"), 26, lambda row: filed.words(row.key), look=Look.PLAIN)


def _columns(rows: dict[UUID, DutyRow]) -> list[Column[FiledProof]]:
    def text(name: str, width: float, attribute: str) -> Column[FiledProof]:
        return Column(
            name, width, lambda proof: str(getattr(proof.line.evidence, attribute)), look=_FILLED
        )

    return [
        Column(_("No."), 6.5, lambda proof: proof.name, look=Look.PLAIN),
        text(_("Title"), 30, "title"),
        Column(_("Kind"), 11, lambda proof: proof.line.kind_text, look=_FILLED),
        Column(_("Type"), 13, lambda proof: proof.line.type_text, look=_FILLED),
        _day(_("Period from"), "period_from"),
        _day(_("Period to"), "period_to"),
        Column(_("Collected by"), 16, lambda proof: proof.line.collected_by, look=_FILLED),
        Column(
            _("Collected at"),
            16,
            lambda proof: local(proof.line.evidence.collected_at),
            Kind.MOMENT,
            _FILLED,
        ),
        text(_("Source"), 18, "source_system"),
        text(_("Query"), 24, "source_query"),
        _number(_("Population"), "population"),
        _number(_("Sample"), "sample"),
        _day(_("Valid until"), "valid_until"),
        Column(_("Validity"), 22, lambda proof: proof.line.validity, look=Look.PLAIN),
        Column(
            _("Confidentiality"),
            14,
            lambda proof: proof.line.confidentiality_text,
            look=_FILLED,
        ),
        text(_("File name"), 22, "filename"),
        text(_("Address"), 28, "url"),
        text(_("Statement"), 30, "statement"),
        text("SHA-256", 34, "sha256"),
        Column(_("Duties"), 44, lambda proof: _duties(proof, rows), look=Look.PRINTED),
    ]


def _day(heading: str, name: str) -> Column[FiledProof]:
    return Column(
        heading, 12, lambda proof: getattr(proof.line.evidence, name), Kind.DATE, _FILLED
    )


def _number(heading: str, name: str) -> Column[FiledProof]:
    return Column(
        heading, 10, lambda proof: getattr(proof.line.evidence, name), Kind.NUMBER, _FILLED
    )


def _duties(proof: FiledProof, rows: dict[UUID, DutyRow]) -> str:
    listed = [rows[key] for key in proof.keys if key in rows]
    return "\n".join(named_row(row) for row in listed)


def named_row(row: DutyRow) -> str:
    """Return a row by the number of its section and its text."""
    number = row.section.number if row.section else ""
    return f"{number} {row.activity.text}".strip()
