"""What proves the duties: each piece once, with its hash and its duties."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext as _

from assessments.reports.evidence import named_row
from assessments.reports.pdf.pieces import PAGE_WIDTH, Column, Group, Line, Part, Row, Tone, lines
from assessments.reports.pdf.rows import filled, named
from assessments.reports.rows import local
from assessments.selectors.duties import DutyRow
from assessments.selectors.proofs.filed import FiledProof
from assessments.selectors.workbook import WorkbookContents


def evidence_part(contents: WorkbookContents) -> Part:
    """Return the evidence of the rows of the paper. Of a day that is over nobody kept it."""
    columns = [
        Column(_("No."), 12),
        Column(_("Title"), 46),
        Column(_("Period"), 34),
        Column(_("Collected by"), 44),
        Column(_("File, address or statement"), 96),
        Column(_("Duties"), 50),
    ]
    rows = {row.key: row for row in contents.rows}
    proofs = contents.filed.proofs if contents.filed else ()
    listed = [_proof(proof, rows) for proof in proofs if rows.keys() & set(proof.keys)]
    empty = _("No proof that auditors may see is attached to these rows.")
    if contents.filed is None:
        empty = _("Which proofs were attached on that day was not kept.")
    wide = filled(columns, 5, to=PAGE_WIDTH)
    return Part(_("Evidence"), wide, [Group(None, listed)], empty)


def _proof(proof: FiledProof, rows: Mapping[UUID, DutyRow]) -> Row:
    line, evidence = proof.line, proof.line.evidence
    return [
        lines(proof.name, tone=Tone.STRONG),
        [
            *lines(evidence.title, tone=Tone.FILLED),
            Line(f"{line.kind_text} · {line.type_text}", Tone.HINT),
            *named(_("Confidentiality"), line.confidentiality_text, Tone.HINT),
        ],
        [*lines(line.period, tone=Tone.FILLED), Line(line.validity)],
        _collected(proof),
        [
            *lines(evidence.filename, evidence.url, evidence.statement, tone=Tone.FILLED),
            *_hash(evidence.sha256),
        ],
        [Line(named_row(rows[key])) for key in proof.keys if key in rows],
    ]


def _collected(proof: FiledProof) -> list[Line]:
    evidence = proof.line.evidence
    return [
        *lines(proof.line.collected_by, tone=Tone.FILLED),
        *named(_("Collected at"), local(evidence.collected_at)),
        *named(_("Source"), evidence.source_system),
        *named(_("Query"), evidence.source_query),
        *named(_("Population"), evidence.population),
        *named(_("Sample"), evidence.sample),
    ]


def _hash(digest: str) -> list[Line]:
    return [Line("SHA-256", Tone.HINT), Line(digest, Tone.EXACT)] if digest else []
