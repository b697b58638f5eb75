"""Evidence packs in tests: made, read to their end, and opened again."""

import csv
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any, cast
from uuid import UUID
from zipfile import ZipFile

from django.core.files.storage import FileSystemStorage, storages

from accounts.models import Membership
from assessments.models import Assessment
from assessments.reports.packs import Pack, evidence_pack, zipped
from assessments.selectors.packs import PackedProof, packed_proofs
from assessments.selectors.workbook import Making, Selection, WorkbookContents, workbook_contents
from evidence import vault
from evidence.models import Evidence
from matrix.selectors import printed_edition
from tests import needs
from tests.builders import NOW

KEY = UUID("0e7f4a52-3c1d-4f6a-8b7e-5d2c9a1f0b33")


@dataclass(frozen=True)
class Opened:
    """A pack as whoever receives it sees it: the bytes of each file by its path in the folder."""

    folder: str
    files: dict[str, bytes]

    def text(self, path: str) -> str:
        """Return a file as text."""
        return self.files[path].decode()

    @property
    def manifest(self) -> list[dict[str, str]]:
        """Return the lines of the manifest."""
        return list(csv.DictReader(StringIO(self.text("manifest.csv"))))

    @property
    def sums(self) -> dict[str, str]:
        """Return the hashes of the list by path."""
        lines = self.text("SHA256SUMS").splitlines()
        return {path: digest for digest, path in (line.split("  ", 1) for line in lines)}


def read_again(assessment: Assessment) -> Assessment:
    """Read an assessment as a page does."""
    read = Assessment.objects.with_matrix().select_related("organisation")
    return read.get(pk=assessment.pk)


def contents_for(
    assessment: Assessment,
    reader: Membership | None,
    *,
    language: str = "en",
    selection: Selection | None = None,
) -> WorkbookContents:
    """Read an assessment for a pack."""
    read = read_again(assessment)
    printed = printed_edition(read.edition, language=language)
    return workbook_contents(read, printed, Making(KEY, language, reader, NOW), selection)


def made_for(
    assessment: Assessment, reader: Membership | None, *, language: str = "en"
) -> tuple[Pack, tuple[PackedProof, ...]]:
    """Make the pack of a whole assessment, and return it with its proofs.

    Any bytes stand for its workbook: writing one takes most of the time.
    """
    contents = contents_for(assessment, reader, language=language)
    proofs = packed_proofs(contents, reader=reader)
    return evidence_pack(contents, proofs, b"workbook"), proofs


def opened(pieces: Iterable[bytes]) -> Opened:
    """Open the bytes of a pack, and check all of its files as any program does."""
    with ZipFile(BytesIO(b"".join(pieces))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        folder = names[0].partition("/")[0]
        prefix = f"{folder}/"
        assert len({name.casefold() for name in names}) == len(names)
        return Opened(folder, {each.removeprefix(prefix): archive.read(each) for each in names})


def opened_pack(made: Pack) -> Opened:
    """Open a pack that was made."""
    return opened(zipped(made.folder, made.parts))


def body_of(response: Any) -> bytes:
    """Read what is streamed to its end."""
    return b"".join(response)


def checked_by_sha256sum(folder: Path) -> tuple[int, bytes]:
    """Return the exit status and the words of `sha256sum`, run in a pack's folder."""
    program = shutil.which("sha256sum") or needs.missing("whole", "no sha256sum on the PATH")
    command = [program, "--strict", "-c", "SHA256SUMS"]
    checked = subprocess.run(  # noqa: S603 - a list of hashes we made
        command, cwd=folder, capture_output=True, check=False
    )
    return checked.returncode, checked.stdout


def path_of(evidence: Evidence) -> Path:
    """Return where the vault keeps a file on the disk."""
    storage = cast(FileSystemStorage, storages["vault"])
    return Path(storage.path(vault.address(evidence.organisation_id, evidence.sha256)))
