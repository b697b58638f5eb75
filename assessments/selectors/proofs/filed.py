"""Proofs as a workbook tells of them: those that an auditor may see, each with a short name."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from assessments.models import Assessment, Attachment
from assessments.scoring import Proven
from assessments.selectors.proofs.counting import proof_numbers
from assessments.selectors.proofs.lines import ProofLine, line_of


@dataclass(frozen=True, slots=True)
class FiledProof:
    """A proof under the name it has in one file, "E3", and the keys of the rows it proves."""

    name: str
    line: ProofLine
    keys: tuple[UUID, ...]

    @property
    def words(self) -> str:
        """Return "E3 Restore test of March", and how long it proves where that is over or near."""
        title = f"{self.name} {self.line.evidence.title}"
        is_said = self.line.is_expired or self.line.is_expiring
        return f"{title} ({self.line.validity})" if is_said else title


@dataclass(frozen=True, slots=True)
class Filed:
    """The proofs of an assessment on a day, by row too, and what is proven.

    A file is handed on: whoever makes it, what auditors are not shown is not in it. It proves
    all the same, and `proven` counts it. With `is_left_out` no proof is told of at all.
    """

    proofs: tuple[FiledProof, ...]
    by_row: Mapping[UUID, tuple[FiledProof, ...]]
    proven: Proven
    is_left_out: bool = False

    def words(self, key: UUID) -> str:
        """Return the proofs of a row, one on each line."""
        return "\n".join(proof.words for proof in self.by_row.get(key, ()))


def filed_proofs(assessment: Assessment, *, on: date) -> Filed:
    """Return what a file tells of the proofs of an assessment. Two queries."""
    attachments = (
        Attachment.objects.in_play()
        .standing()
        .filter(answer__assessment=assessment, evidence__is_visible_to_auditor=True)
        .select_related("evidence__collected_by__user", "answer")
        .order_by("evidence_id", "answer__activity__position")
    )
    lines: dict[int, ProofLine] = {}
    keys: dict[int, list[UUID]] = {}
    for each in attachments:
        lines.setdefault(each.evidence_id, line_of(each.evidence, on=on))
        keys.setdefault(each.evidence_id, []).append(each.answer.key)
    proofs = tuple(
        FiledProof(f"E{number}", line, tuple(keys[pk]))
        for number, (pk, line) in enumerate(lines.items(), start=1)
    )
    by_row: dict[UUID, tuple[FiledProof, ...]] = {}
    for proof in proofs:
        for key in proof.keys:
            by_row[key] = (*by_row.get(key, ()), proof)
    return Filed(proofs, by_row, proof_numbers(assessment, on=on).total)
