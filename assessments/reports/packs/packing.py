"""What goes into a pack, in which order, under which names."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import translation

from assessments.reports.assessment import file_name
from assessments.reports.packs import words
from assessments.reports.packs.manifest import manifest
from assessments.reports.packs.names import proof_path
from assessments.reports.packs.parts import Part, made_part
from assessments.selectors.packs import PackedProof
from assessments.selectors.workbook import WorkbookContents

KIND: Final = "pack"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack that is ready to be handed out: its folder, which names the file too, and its parts.

    `sums_sha256` is the hash of the list of hashes: who knows it knows them all.
    """

    folder: str
    parts: tuple[Part, ...]
    proofs: int
    sums_sha256: str

    @property
    def name(self) -> str:
        """Return the name of the file."""
        return f"{self.folder}.zip"


def evidence_pack(
    contents: WorkbookContents, proofs: Sequence[PackedProof], workbook: bytes
) -> Pack:
    """Return the pack of a workbook that was written of `contents`, and of its proofs.

    In the language of the contents. Asks the database nothing, and opens no file of the vault.
    """
    book_name = file_name(contents.assessment, contents.made_at)
    with translation.override(contents.language):
        parts: list[tuple[Part, PackedProof | None]] = [
            (made_part(words.read_me_name(), words.read_me(contents, proofs, book_name)), None),
            (made_part(book_name, workbook), None),
            *((_proof_part(proof), proof) for proof in proofs),
        ]
    parts.append((made_part(words.MANIFEST, manifest(parts)), None))
    listed = [part for part, _proof in parts]
    sums = made_part(words.SUMS, _sums(listed))
    return Pack(
        folder=book_name.removesuffix(".xlsx"),
        parts=(*listed[:1], sums, *listed[1:]),
        proofs=len(proofs),
        sums_sha256=sums.sha256,
    )


def _proof_part(proof: PackedProof) -> Part:
    evidence = proof.evidence
    extension = evidence.filename.rpartition(".")[2] if proof.address else "txt"
    path = proof_path(proof.name, evidence.title, section=proof.section, extension=extension)
    if not proof.address:
        return made_part(path, words.proof_text(proof))
    return Part(
        path, evidence.size or 0, evidence.sha256, address=proof.address, evidence=evidence.pk
    )


def _sums(parts: Sequence[Part]) -> bytes:
    """Return the hashes as `sha256sum` reads them; no name has what it would escape."""
    return "".join(f"{part.sha256}  {part.path}\n" for part in parts).encode()
