"""Which proofs go into an evidence pack, and whether the vault still has their files."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from accounts.models import Membership
from assessments.models import evidence_shown_to
from assessments.selectors.duties import DutyRow
from assessments.selectors.proofs.filed import FiledProof
from assessments.selectors.proofs.lines import ProofLine
from assessments.selectors.workbook import WorkbookContents
from evidence import vault
from evidence.models import Evidence, Kind


@dataclass(frozen=True, slots=True)
class PackedProof:
    """A proof under the name it has in the workbook, "E3", with its duties in printed order."""

    name: str
    line: ProofLine
    rows: tuple[DutyRow, ...]

    @property
    def evidence(self) -> Evidence:
        """Return what is proven with."""
        return self.line.evidence

    @property
    def section(self) -> str:
        """Return the number of the section it is filed under: that of its first duty."""
        section = self.rows[0].section
        return section.number if section else ""

    @property
    def address(self) -> str:
        """Return where the vault has its file; "" for a link or a statement."""
        evidence = self.evidence
        if evidence.kind != Kind.FILE:
            return ""
        return vault.address(evidence.organisation_id, evidence.sha256)


def packed_proofs(
    contents: WorkbookContents, *, reader: Membership | None
) -> tuple[PackedProof, ...]:
    """Return the proofs of the rows of a workbook: those that its sheet Evidence lists.

    They are for auditors, whoever makes the pack, as it is handed on; for an auditor as `reader`
    they are what is shown to them besides. One query. Of a day that is over there are none.
    """
    rows = {row.key: row for row in contents.rows}
    filed = contents.filed.proofs if contents.filed else ()
    shown = _shown_to(reader, [proof.line.evidence.pk for proof in filed])
    found = [_packed(proof, rows) for proof in filed if proof.line.evidence.pk in shown]
    return tuple(proof for proof in found if proof.rows)


def damaged_proofs(proofs: tuple[PackedProof, ...]) -> tuple[PackedProof, ...]:
    """Return those whose file the vault has lost, or has in another size. Reads no file."""
    files = [proof for proof in proofs if proof.address]
    return tuple(proof for proof in files if vault.size_at(proof.address) != proof.evidence.size)


def _shown_to(reader: Membership | None, filed: list[int]) -> set[int]:
    if reader is None:
        return set(filed)
    shown = evidence_shown_to(reader.user).filter(pk__in=filed)
    return set(shown.values_list("pk", flat=True))


def _packed(proof: FiledProof, rows: Mapping[UUID, DutyRow]) -> PackedProof:
    listed = tuple(rows[key] for key in proof.keys if key in rows)
    return PackedProof(proof.name, proof.line, listed)
