"""Readers of published matrices: bytes in, a frozen `ReadMatrix` out. Pure Python.

Nothing is repaired and nothing is dropped in silence: every problem is a finding with its
line, and what cannot be read at all is refused as a whole by `MatrixRefused`.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import Final

from matrix.readers.choices import (
    MAX_BYTES,
    Choice,
    Limits,
    Progress,
    ReadingCancelled,
    unobserved,
)
from matrix.readers.corrections import corrected
from matrix.readers.decoding import text_lines
from matrix.readers.formats import TextFormat, is_workbook, text_format
from matrix.readers.grids import read_grids
from matrix.readers.markdown import html_page, markdown_page
from matrix.readers.page import read_page
from matrix.readers.pasted.duties import read_duties
from matrix.readers.pasted.separated import read_separated, separator
from matrix.readers.reading import (
    DUTY_LETTERS,
    SEVERITIES,
    DateOrigin,
    ReadActivity,
    ReadCell,
    ReadColumn,
    ReadDate,
    ReadFinding,
    ReadLayout,
    ReadLegend,
    ReadMatrix,
    ReadSection,
    Severity,
)
from matrix.readers.refusals import REFUSAL_CODES, MatrixRefused, RefusalCode
from matrix.readers.workbooks import read_workbook

# The longest published page has 300 lines; ten thousand still end within seconds.
MAX_LINES: Final = 10_000


def read_matrix(
    content: bytes,
    choice: Choice = Choice(),  # noqa: B008  # frozen
    *,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    progress: Progress = unobserved,
) -> ReadMatrix:
    """Read a published matrix, whatever its format.

    Raises MatrixRefused on any content that is not one, and ReadingCancelled when `progress`
    does; nothing else.
    """
    if len(content) > limits.file_bytes:
        message = f"The file is larger than {limits.file_bytes:,} bytes."
        raise MatrixRefused("too-large", f"byte {limits.file_bytes}", message)
    digest = sha256(content).hexdigest()
    if is_workbook(content, choice.name):
        book = read_workbook(content, limits)
        read = read_grids(book, choice, sha256=digest, format="xlsx", progress=progress)
        return corrected(read, choice.corrections)
    lines = text_lines(content, limits.rows)
    kind = text_format(lines, choice.name)
    if kind == "csv" or kind == "tsv":
        grid = read_separated(lines, separator(lines, kind), limits)
        read = read_grids([grid], choice, sha256=digest, format=kind, progress=progress)
    else:
        read = _read_page(lines, kind, choice, digest)
    return corrected(read, choice.corrections)


def _read_page(lines: Sequence[str], kind: TextFormat, choice: Choice, digest: str) -> ReadMatrix:
    if len(lines) > MAX_LINES + 1:
        message = f"The page has more than {MAX_LINES:,} lines."
        raise MatrixRefused("too-large", f"line {MAX_LINES + 1}", message)
    if kind == "html":
        return read_page(html_page(lines), choice, digest)
    try:
        return read_page(markdown_page(lines, kind), choice, digest)
    except MatrixRefused as refused:
        if kind != "text" or refused.code != "no-table" or choice.header_row is not None:
            raise
        return read_duties(lines, choice, digest)


__all__ = [
    "DUTY_LETTERS",
    "MAX_BYTES",
    "REFUSAL_CODES",
    "SEVERITIES",
    "Choice",
    "DateOrigin",
    "Limits",
    "MatrixRefused",
    "Progress",
    "ReadActivity",
    "ReadCell",
    "ReadColumn",
    "ReadDate",
    "ReadFinding",
    "ReadLayout",
    "ReadLegend",
    "ReadMatrix",
    "ReadSection",
    "ReadingCancelled",
    "RefusalCode",
    "Severity",
    "read_matrix",
]
