"""PDFs in tests: made of an assessment, and read again."""

from dataclasses import replace
from functools import cached_property
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from assessments.models import Assessment
from assessments.reports.pdf import WrittenPdf, assessment_pdf
from assessments.selectors.pdf import pdf_contents
from tests.assessments.workbooks import make_contents


class Read:
    """A PDF that is read again."""

    def __init__(self, content: bytes) -> None:
        """Open it; a warning about it fails the test."""
        self.file = PdfReader(BytesIO(content), strict=True)

    @cached_property
    def pages(self) -> list[str]:
        """Return the text of each page, its lines as one."""
        return [" ".join(page.extract_text().split()) for page in self.file.pages]

    @property
    def text(self) -> str:
        """Return the text of all pages."""
        return " ".join(self.pages)

    @property
    def root(self) -> Any:
        """Return what the file says of itself as a whole."""
        return self.file.trailer["/Root"].get_object()

    @cached_property
    def tags(self) -> list[DictionaryObject]:
        """Return every element of the structure, in its order."""
        return _elements(self.root["/StructTreeRoot"].get_object())

    def tagged(self, name: str) -> int:
        """Return how many elements are of a kind."""
        return sum(tag.get("/S") == f"/{name}" for tag in self.tags)

    def marked(self, language: str) -> int:
        """Return how many pieces of text are marked as of a language."""
        mark = f"/Lang({language})".encode()
        streams = [page.get_contents() for page in self.file.pages]
        return sum(stream.get_data().count(mark) for stream in streams if stream is not None)


def make_paper(assessment: Assessment, *, language: str = "en", **changes: Any) -> WrittenPdf:
    """Make the PDF of an assessment; `changes` are those of its contents."""
    contents = make_contents(assessment, language=language)
    return assessment_pdf(pdf_contents(replace(contents, **changes)))


def _elements(of: Any) -> list[DictionaryObject]:
    kids = of.get("/K", [])
    found: list[DictionaryObject] = []
    for kid in kids if isinstance(kids, ArrayObject | list) else [kids]:
        each = kid.get_object() if isinstance(kid, IndirectObject) else kid
        if isinstance(each, DictionaryObject) and "/S" in each:
            found += [each, *_elements(each)]
    return found
