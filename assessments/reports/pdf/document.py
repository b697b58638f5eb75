"""The paper whole: its parts in order, its head and foot."""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from typing import Final

from django.utils import translation
from django.utils.translation import pgettext

from assessments import words
from assessments.readers.keeping import WrittenCells, kept_hash
from assessments.reports.assessment import edition_words
from assessments.reports.assessment import file_name as workbook_name
from assessments.reports.pdf.compiling import typeset
from assessments.reports.pdf.controls import controls_parts
from assessments.reports.pdf.cover import facts_part, hints_of, legend_of, sections_part
from assessments.reports.pdf.duties import duties_part, not_applicable_part
from assessments.reports.pdf.evidence import evidence_part
from assessments.reports.pdf.gaps import gaps_part
from assessments.reports.pdf.opinions import opinions_parts
from assessments.reports.pdf.page import changes_part, findings_part, provider_part
from assessments.reports.pdf.pieces import Paper, written
from assessments.reports.pdf.rows import worded
from assessments.reports.rows import local
from assessments.reports.texts import shortened
from assessments.selectors.pdf import PdfContents
from assessments.selectors.workbook import WorkbookContents

KIND: Final = "pdf"
ON_ONE_LINE: Final = 150  # characters of the head and of the foot of a page


@dataclass(frozen=True, slots=True)
class WrittenPdf:
    """A PDF as the bytes of its file, and their SHA-256."""

    content: bytes
    sha256: str

    @property
    def cells(self) -> WrittenCells:
        """Return what its Export keeps: the hash of the file, for it has no cells."""
        return WrittenCells(self.sha256, kept_hash(()), ())


def assessment_pdf(contents: PdfContents) -> WrittenPdf:
    """Return the PDF. Asks the database nothing; raises `NotSet` and `TooBusy`."""
    content = typeset(written(paper_of(contents)), at=contents.book.made_at)
    return WrittenPdf(content, sha256(content).hexdigest())


def file_name(book: WorkbookContents) -> str:
    """Return `remit-<organisation>-<scope>-<date>.pdf`; a day that is over is named too."""
    part = f"as-of-{book.as_of.isoformat()}" if book.as_of else ""
    name = workbook_name(book.assessment, book.made_at, part=part)
    return PurePath(name).with_suffix(".pdf").name


def paper_of(contents: PdfContents) -> Paper:
    """Return what the pages say, in the language of the contents."""
    book = contents.book
    assessment = book.assessment
    organisation = assessment.organisation
    with translation.override(book.language):
        edition = edition_words(assessment, book.printed.title.text)
        made = worded(local(book.made_at))
        return Paper(
            language=book.language,
            author=organisation.name,
            eyebrow=f"{assessment.edition.matrix.provider.name} · {edition}",
            title=f"{organisation.name} · {assessment.scope}",
            lead=words.sentence(book.counts),
            hints=hints_of(book),
            counts=book.counts,
            legend=legend_of(book.counts),
            parts=[
                sections_part(book),
                facts_part(book),
                duties_part(book),
                gaps_part(book),
                not_applicable_part(book),
                evidence_part(book),
                *opinions_parts(book),
                provider_part(book),
                findings_part(contents),
                changes_part(book),
                *controls_parts(book),
            ],
            head=shortened(f"{organisation.name} · {assessment.scope}", ON_ONE_LINE),
            foot=shortened(f"{edition} · {made} · Remit", ON_ONE_LINE),
            mark=organisation.classification,
            page=pgettext("of a printed file", "page"),
        )
