"""What a family makes of a sheet: which columns say what, and what an answer means."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from matrix.readers.grids.cells import GridRow
from matrix.readers.grids.headers import Header
from matrix.readers.grids.vocabulary import MARKS, NO_MARKS, SECTION_NAMES, Letters
from matrix.readers.inline import normalised

ANY: Final = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the cells of a row say: letters by party, in the order of the parties.

    `letters` is None when they hold none of the family's words, and when they are empty:
    then `verbatim` is "".
    """

    letters: Letters | None
    verbatim: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How to read one sheet without letters.

    The first of `parties` is the client's. `text` are the columns that make the activity,
    joined when several; `number` is its identifier's, which must match `pattern` and gives the
    section where no column does; `answers` are the columns that `answer` reads. Rows without
    an answer are left out where `is_list`: what is printed there is no duty.
    """

    family: str
    parties: tuple[str, ...]
    text: tuple[int, ...]
    answers: tuple[int, ...]
    answer: Callable[[Sequence[str]], Answer]
    number: int | None = None
    pattern: re.Pattern[str] = ANY
    section: int | None = None
    is_list: bool = False


# A family looks at the names of the columns and some rows below, and plans or passes.
Family = Callable[[Header, Sequence[GridRow]], Plan | None]


def cell_at(cells: Sequence[str], place: int | None) -> str:
    """Return a cell, "" beyond the end of a row or for no column."""
    return cells[place] if place is not None and place < len(cells) else ""


def find_column(words: Sequence[str], *, is_name: Callable[[str], bool]) -> int | None:
    """Return the first column whose name is one, None if none is."""
    return next((place for place, name in enumerate(words) if name and is_name(name)), None)


def section_column(words: Sequence[str]) -> int | None:
    """Return the column that names the section of each row, None if none does."""
    return find_column(words, is_name=SECTION_NAMES.__contains__)


def values_of(rows: Sequence[GridRow], place: int | None) -> list[str]:
    """Return the cells of a column that hold anything."""
    return [cell for row in rows if (cell := cell_at(row.cells, place))]


def answer_of(words: dict[str, Letters], place: int) -> Callable[[Sequence[str]], Answer]:
    """Return a reader of one column whose words are known."""

    def answer(cells: Sequence[str]) -> Answer:
        verbatim = cell_at(cells, place)
        return Answer(words.get(normalised(verbatim)), verbatim)

    return answer


def answer_of_marks(
    columns: dict[int, Letters], names: Sequence[str]
) -> Callable[[Sequence[str]], Answer]:
    """Return a reader of columns with marks; `verbatim` names the marked ones."""

    def answer(cells: Sequence[str]) -> Answer:
        letters = ["", ""]
        marked: list[str] = []
        unknown: list[str] = []
        for place, given in columns.items():
            cell = cell_at(cells, place).strip()
            mark = cell.casefold()
            if mark in MARKS:
                marked.append(names[place])
                letters = [own or more for own, more in zip(letters, given, strict=True)]
            elif mark and mark not in NO_MARKS:
                unknown.append(f"{names[place]}: {cell}")
        if unknown:
            return Answer(None, "; ".join([*marked, *unknown]))
        return Answer(tuple(letters) if marked else None, "; ".join(marked))

    return answer
