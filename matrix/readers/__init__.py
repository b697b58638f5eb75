"""Readers of published matrices: bytes in, a frozen `ReadMatrix` out. Pure Python.

Nothing is repaired and nothing is dropped in silence: every problem is a finding with its
line, and what cannot be read at all is refused as a whole by `MatrixRefused`.
"""

from hashlib import sha256

from matrix.readers.decoding import text_lines
from matrix.readers.markdown import Choice, read_markdown
from matrix.readers.reading import (
    DUTY_LETTERS,
    SEVERITIES,
    DateOrigin,
    ReadActivity,
    ReadCell,
    ReadDate,
    ReadFinding,
    ReadLegend,
    ReadMatrix,
    ReadSection,
    Severity,
)
from matrix.readers.refusals import REFUSAL_CODES, MatrixRefused, RefusalCode

MAX_BYTES = 10_000_000


def read_matrix(
    content: bytes,
    *,
    name: str = "",
    party: str | None = None,
    product: str | None = None,
    max_bytes: int = MAX_BYTES,
) -> ReadMatrix:
    """Read a published matrix, today a Markdown page.

    `name` is the name of the file (a last hint of the language), `party` the client's column
    when its name does not tell, `product` one of the page's applicability columns: then only
    the rows marked for it are read. Raises MatrixRefused, and nothing else, on any content.
    """
    lines = text_lines(content, max_bytes)
    return read_markdown(lines, Choice(name, party, product), sha256(content).hexdigest())


__all__ = [
    "DUTY_LETTERS",
    "MAX_BYTES",
    "REFUSAL_CODES",
    "SEVERITIES",
    "DateOrigin",
    "MatrixRefused",
    "ReadActivity",
    "ReadCell",
    "ReadDate",
    "ReadFinding",
    "ReadLegend",
    "ReadMatrix",
    "ReadSection",
    "RefusalCode",
    "Severity",
    "read_matrix",
]
