"""An assessment as a tagged PDF (ISO 14289-1, PDF/UA) in the language of its contents.

What a selector read goes in, the bytes of a file come out: `pieces` is what a paper is made of,
`compiling` has it set by typst in a process of its own.
"""

from assessments.reports.pdf.compiling import NotSet, TooBusy
from assessments.reports.pdf.document import (
    KIND,
    WrittenPdf,
    assessment_pdf,
    file_name,
    paper_of,
)

__all__ = ["KIND", "NotSet", "TooBusy", "WrittenPdf", "assessment_pdf", "file_name", "paper_of"]
