"""A working copy that comes back: cells in, what they say of each row out. Pure Python."""

from assessments.readers.returning.reading import (
    Exported,
    Found,
    read_rows,
    said_of,
    said_of_table,
)
from assessments.readers.returning.vocabulary import Vocabulary

__all__ = ["Exported", "Found", "Vocabulary", "read_rows", "said_of", "said_of_table"]
