"""From a file somebody brought to a published edition: nothing is in the library before that."""

from matrix.services.importing.changing import (
    ImportChanged,
    asked_and_undecided,
    cancel_work,
    choose,
    correct,
    describe,
    read_long_again,
    write_rows,
)
from matrix.services.importing.clearing import discard_import, remove_stale_imports
from matrix.services.importing.publishing import NotDescribed, RowsUndecided, publish_import
from matrix.services.importing.reading import Look, look_at
from matrix.services.importing.starting import (
    TooManyRows,
    amend_edition,
    start_import,
    start_written,
)
from matrix.services.importing.working import publish_in_background, read_in_background

__all__ = [
    "ImportChanged",
    "Look",
    "NotDescribed",
    "RowsUndecided",
    "TooManyRows",
    "amend_edition",
    "asked_and_undecided",
    "cancel_work",
    "choose",
    "correct",
    "describe",
    "discard_import",
    "look_at",
    "publish_import",
    "publish_in_background",
    "read_in_background",
    "read_long_again",
    "remove_stale_imports",
    "start_import",
    "start_written",
    "write_rows",
]
