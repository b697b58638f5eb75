"""An assessment, or a sign-off, as a tagged PDF (ISO 14289-1, PDF/UA) in the reader's language.

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
from assessments.reports.pdf.sign_off import KIND as SIGN_OFF_KIND
from assessments.reports.pdf.sign_off import sign_off_pdf, signed_paper_of

__all__ = [
    "KIND",
    "SIGN_OFF_KIND",
    "NotSet",
    "TooBusy",
    "WrittenPdf",
    "assessment_pdf",
    "file_name",
    "paper_of",
    "sign_off_pdf",
    "signed_paper_of",
]
