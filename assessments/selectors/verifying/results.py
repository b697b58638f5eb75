"""What came of comparing a workbook with an export."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessments.models import Export
from assessments.readers.cells import CellKind, StoredCell
from assessments.readers.comparing import excerpts
from assessments.words.verifying import kind_name


class Standing(StrEnum):
    """What came of comparing a file with an export."""

    SAME = "same"
    DIFFERENT = "different"
    UNPROVEN = "unproven"  # there is nothing that could be trusted to compare it with


class Ground(StrEnum):
    """What a file was compared with, or why with nothing more."""

    CELLS = "cells"
    FILE = "file"  # a file without cells: every byte of it
    NOT_KEPT = "not-kept"  # made before cells were kept: the hash of all of them is known
    CELLS_BROKEN = "cells-broken"  # the kept cells are not those of the log: only the hash is
    EVENT_BROKEN = "event-broken"  # the log does not tell of it, or was changed there


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that is not as it was exported; None for an empty one.

    An `is_withheld` one does not say what was exported.
    """

    sheet: str
    address: str
    exported: StoredCell | None
    in_file: StoredCell | None

    is_withheld: bool = False

    @property
    def sides(self) -> tuple["Side", "Side"]:
        """Return (as exported, in the file), long texts cut to where they begin to differ.

        Of what is withheld not even that place is told.
        """
        if self.is_withheld:
            text, _ = excerpts(self.in_file.shown if self.in_file else "", "")
            return Side(is_withheld=True), _side(self.in_file, text, is_told=True)
        both = (self.exported, self.in_file)
        first, second = excerpts(*(each.shown if each else "" for each in both))
        kinds = {each.kind for each in both if each}
        is_told = len(kinds) > 1 or CellKind.FORMULA in kinds
        return (
            _side(self.exported, first, is_told=is_told),
            _side(self.in_file, second, is_told=is_told),
        )


@dataclass(frozen=True, slots=True)
class Side:
    """A cell as it is shown; `kind` is a word where it tells the two apart, else ""."""

    text: str = ""
    kind: str = ""
    is_empty: bool = False
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs: the first cells, how many in all, and whole sheets by name."""

    differences: tuple[Difference, ...] = ()
    count: int = 0
    added_sheets: tuple[str, ...] = ()
    removed_sheets: tuple[str, ...] = ()

    @property
    def is_same(self) -> bool:
        """Tell whether nothing differs."""
        return not (self.count or self.added_sheets or self.removed_sheets)


@dataclass(frozen=True, slots=True)
class Verified:
    """A file, and the export it says it is.

    `made_by` is "" for the installation itself. `compared` is empty unless the ground is CELLS.
    """

    export: Export
    made_by: str
    made_at: datetime
    language: str
    filter: str
    standing: Standing
    ground: Ground
    compared: Compared = Compared()

    @property
    def holds(self) -> bool:
        """Tell whether the file is the same, and nothing of our record was tampered with."""
        return self.standing == Standing.SAME and self.ground != Ground.CELLS_BROKEN


def _side(cell: StoredCell | None, text: str, *, is_told: bool) -> Side:
    return Side(text, kind_name(cell.kind) if cell and is_told else "", is_empty=cell is None)
