"""Readers of published matrices: bytes in, a frozen `ReadMatrix` out. Pure Python.

Nothing is repaired and nothing is dropped in silence: every problem is a finding with its
line, and what cannot be read at all is refused as a whole by `MatrixRefused`.
"""

from hashlib import sha256

from matrix.readers.choices import (
    MAX_BYTES,
    Choice,
    Limits,
    Progress,
    ReadingCancelled,
    unobserved,
)
from matrix.readers.decoding import text_lines
from matrix.readers.markdown import read_markdown
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
    lines = text_lines(content, limits.file_bytes)
    return read_markdown(lines, choice, sha256(content).hexdigest())


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
