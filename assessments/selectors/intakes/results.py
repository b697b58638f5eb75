"""What would become of each row if what was brought in were applied now."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Final
from uuid import UUID

from assessments.readers.said import Field, NoticeCode
from matrix.selectors import PrintedSection, PrintedText

THEIRS: Final = "theirs"
OURS: Final = "ours"
SIDES: Final = (THEIRS, OURS)


class CellState(StrEnum):
    """What three sides make of one field: as exported, here, in the file."""

    SAME = "same"  # nobody changed it
    OURS = "ours"  # changed here only: it stays as it is here
    ALREADY = "already"  # changed in the file, and here it says the same
    THEIRS = "theirs"  # changed in the file only: it is taken
    CONFLICT = "conflict"  # changed on both sides, or nobody knows from what: to be decided
    REFUSED = "refused"  # the reader may not write this
    UNKNOWN = "unknown"  # what the file says is not understood, or cannot be


@dataclass(frozen=True, slots=True)
class MergedCell:
    """One field of one row; `base`, `ours` and `theirs` as the reader reads them, "" for nothing.

    `base` is None where nobody knows what it was. `name` is what a form calls the decision: it
    holds the revision of the row, so that a decision is void once the row has moved. `choice` is
    "theirs", "ours", or "" while undecided. `why` says why a cell is refused or unknown. `values`
    are the columns of the answer, if it is taken.
    """

    field: Field
    name: str
    label: str
    place: str
    state: CellState
    base: str | None
    ours: str
    theirs: str
    why: str = ""
    choice: str = ""
    values: Mapping[str, object] = default(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to decide."""
        return self.state == CellState.CONFLICT and not self.choice

    @property
    def is_taken(self) -> bool:
        """Tell whether what the file says is written."""
        is_chosen = self.state == CellState.CONFLICT and self.choice == THEIRS
        return self.state == CellState.THEIRS or is_chosen


@dataclass(frozen=True, slots=True)
class OpinionMeant:
    """An auditor's opinion as it would be stated, whole; `result` "" takes it back.

    `revision` is that of the auditor's own opinion, 0 for none; `stated_on` None is today.
    """

    revision: int
    result: str
    note: str
    stated_on: date | None


@dataclass(frozen=True, slots=True)
class MergedRow:
    """One row that the file says something of. `revision` is the one it stands at now.

    `opinion` is what an auditor would state, None where the file changes nothing of it.
    """

    key: UUID
    revision: int
    place: str
    section: PrintedSection | None
    activity: PrintedText
    cells: tuple[MergedCell, ...]
    opinion: OpinionMeant | None = None

    @property
    def number(self) -> str:
        """Return the number of its section, "" for none."""
        return self.section.number if self.section else ""

    @property
    def conflicts(self) -> tuple[MergedCell, ...]:
        """Return what is to be decided, decided or not."""
        return self._in(CellState.CONFLICT)

    @property
    def changes(self) -> tuple[MergedCell, ...]:
        """Return what is taken without asking."""
        return self._in(CellState.THEIRS)

    @property
    def taken(self) -> tuple[MergedCell, ...]:
        """Return what is written: without asking, or by decision."""
        return tuple(cell for cell in self.cells if cell.is_taken)

    @property
    def rejected(self) -> tuple[MergedCell, ...]:
        """Return what cannot be taken."""
        return self._in(CellState.REFUSED, CellState.UNKNOWN)

    @property
    def kept(self) -> tuple[MergedCell, ...]:
        """Return what was changed here and not in the file."""
        return self._in(CellState.OURS)

    @property
    def is_unchanged(self) -> bool:
        """Tell whether nothing of it is written, asked or rejected."""
        return not (self.conflicts or self.changes or self.rejected)

    def _in(self, *states: CellState) -> tuple[MergedCell, ...]:
        return tuple(cell for cell in self.cells if cell.state in states)


@dataclass(frozen=True, slots=True)
class ToldNotice:
    """Something to be told of the file: where, and in the reader's words."""

    code: NoticeCode
    place: str
    words: str


@dataclass(frozen=True)
class Merge:
    """All that the file says of the rows, in printed order, against the rows as they are now.

    `rows` are those of the file that are in play, unchanged ones too. `in_play` is how many rows
    the assessment has.
    """

    rows: tuple[MergedRow, ...]
    notices: tuple[ToldNotice, ...]
    in_play: int

    @cached_property
    def totals(self) -> Mapping[CellState, int]:
        """Return how many cells there are of each state, 0 included."""
        counted = Counter(cell.state for cell in self._cells())
        return {state: counted[state] for state in CellState}

    @cached_property
    def conflicting(self) -> tuple[MergedRow, ...]:
        """Return the rows with something to decide."""
        return tuple(row for row in self.rows if row.conflicts)

    @cached_property
    def changing(self) -> tuple[MergedRow, ...]:
        """Return the rows in which something is taken without asking."""
        return tuple(row for row in self.rows if row.changes)

    @cached_property
    def written(self) -> tuple[MergedRow, ...]:
        """Return the rows that would change now, by decision too: what the button counts."""
        return tuple(row for row in self.rows if row.taken)

    @cached_property
    def rejecting(self) -> tuple[MergedRow, ...]:
        """Return the rows of which something cannot be taken."""
        return tuple(row for row in self.rows if row.rejected)

    @cached_property
    def unchanged(self) -> tuple[MergedRow, ...]:
        """Return the rows of which nothing is written, asked or rejected."""
        return tuple(row for row in self.rows if row.is_unchanged)

    @property
    def conflicts(self) -> int:
        """Return how many cells are in conflict, decided or not."""
        return self.totals[CellState.CONFLICT]

    @cached_property
    def undecided(self) -> int:
        """Return how many conflicts nobody has decided."""
        return sum(cell.is_open for cell in self._cells())

    @property
    def rejected(self) -> int:
        """Return how many cells cannot be taken."""
        return self.totals[CellState.REFUSED] + self.totals[CellState.UNKNOWN]

    @property
    def is_ready(self) -> bool:
        """Tell whether it can be applied: all is decided, and something is written."""
        return not self.undecided and bool(self.written)

    def _cells(self) -> Iterator[MergedCell]:
        return (cell for row in self.rows for cell in row.cells)
