"""What the PDF of an assessment says: what its workbook says, and what is odd about the page."""

from dataclasses import dataclass

from assessments.selectors.overview import MatrixFinding, matrix_findings
from assessments.selectors.workbook import WorkbookContents
from matrix.selectors.findings import figures_of


@dataclass(frozen=True, slots=True)
class PdfContents:
    """A workbook's contents, and the findings of the edition: errors first, then by line."""

    book: WorkbookContents
    findings: tuple[MatrixFinding, ...]


def pdf_contents(book: WorkbookContents) -> PdfContents:
    """Return what a PDF says beside what was read for a workbook. Three queries."""
    edition = book.assessment.edition
    found = figures_of([edition])[edition.pk].findings
    return PdfContents(book, tuple(matrix_findings(found, book.printed)))
