"""Which sheet of a workbook is the matrix, and of which family it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NoReturn

from matrix.readers.choices import Choice
from matrix.readers.grids.azure import azure_baseline
from matrix.readers.grids.c5 import customer_criteria
from matrix.readers.grids.caiq import caiq
from matrix.readers.grids.cells import Grid
from matrix.readers.grids.fedramp import customer_responsibility, implementation_summary
from matrix.readers.grids.headers import Header, possible_headers
from matrix.readers.grids.pci import pci_matrix
from matrix.readers.grids.plans import Family, Plan
from matrix.readers.grids.raci import (
    Part,
    RaciSheet,
    find_raci,
    nearest_table,
    possible_tables,
)
from matrix.readers.grids.vocabulary import EXAMPLE_WORDS
from matrix.readers.inline import normalised
from matrix.readers.refusals import MatrixRefused

# Rows below a header that tell whether a family is meant.
_SAMPLE: Final = 300
# Told by names that no other sheet has; the others also by what their cells hold.
_NAMED: Final[tuple[Family, ...]] = (
    caiq,
    customer_responsibility,
    implementation_summary,
    customer_criteria,
)
_VALUED: Final[tuple[Family, ...]] = (azure_baseline, pci_matrix)
# Says in marks what another sheet of the same workbook says in words.
_SECOND_CHOICE: Final = "fedramp-cis"


@dataclass(frozen=True, slots=True)
class Understood:
    """A sheet that was understood: `how` to read it, and how many rows then say something."""

    header: Header
    how: Plan | RaciSheet
    answered: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """The sheet that is read: its place among the sheets, and their names.

    It is `understood`, or no matrix at all but the nearest to one: `nearest` is then the table
    that lacks the least, None when there is none.
    """

    place: int
    sheets: tuple[str, ...]
    understood: Understood | None
    nearest: Part | None


def choose_sheet(grids: Sequence[Grid], choice: Choice) -> Chosen:
    """Return the sheet with the matrix: shown, no example, with the most answers.

    Raises MatrixRefused: `no-matrix` when no sheet has the wanted name, `empty` when no cell
    holds anything, `no-table` when the wanted header row is empty.
    """
    names: list[str] = []
    best: tuple[tuple[int, ...], Chosen] | None = None
    for place, grid in enumerate(grids):
        names.append(grid.sheet)
        if not grid.rows or not _is_wanted(grid, choice):
            continue
        understood, nearest = understand(grid, choice)
        rank = _rank(grid, understood, nearest)
        if best is None or rank > best[0]:
            best = rank, Chosen(place, (), understood, nearest)
    if best is None:
        _refuse(names, choice)
    return replace(best[1], sheets=tuple(filter(None, names)))


def understand(grid: Grid, choice: Choice) -> tuple[Understood | None, Part | None]:
    """Return how a sheet is read, else None and the table that comes nearest to a matrix."""
    headers = possible_headers(grid, choice)
    named = [*_plans(grid, headers, _NAMED)]
    if any(found.answered for found in named):
        return max(named, key=_clearness), None
    tables = possible_tables(grid, choice)
    sheet = find_raci(grid, tables, choice)
    if sheet is not None:
        return Understood(sheet.parts[0].header, sheet, sheet.lettered), None
    valued = [*_plans(grid, headers, _VALUED), *named]
    return max(valued, key=_clearness, default=None), nearest_table(tables)


def _clearness(found: Understood) -> tuple[int, int]:
    """Rank by answers, then by names: of two rows that name columns both are the header."""
    return found.answered, sum(map(bool, found.header.names))


def _plans(
    grid: Grid, headers: Sequence[Header], families: Sequence[Family]
) -> Iterator[Understood]:
    for header in headers:
        rows = grid.rows[header.first :]
        for family in families:
            plan = family(header, rows[:_SAMPLE])
            if plan is not None:
                answers = (plan.answer(row.cells) for row in rows)
                yield Understood(header, plan, sum(found.letters is not None for found in answers))


def _rank(grid: Grid, understood: Understood | None, nearest: Part | None) -> tuple[int, ...]:
    if understood is None:
        layout = nearest.layout if nearest else None
        near = (layout.has_activity, len(layout.parties)) if layout else (-1, 0)
        return (0, 0, 0, 0, *map(int, near))
    is_example = not EXAMPLE_WORDS.isdisjoint(normalised(grid.sheet).split())
    is_second = isinstance(understood.how, Plan) and understood.how.family == _SECOND_CHOICE
    return (
        1 + bool(understood.answered),
        not grid.is_hidden,
        not is_example,
        not is_second,
        understood.answered,
    )


def _is_wanted(grid: Grid, choice: Choice) -> bool:
    return choice.sheet is None or _key(choice.sheet) == _key(grid.sheet)


def _key(name: str) -> str:
    return " ".join(name.casefold().split())


def _refuse(names: Sequence[str], choice: Choice) -> NoReturn:
    wanted = choice.sheet
    if wanted is not None and all(_key(wanted) != _key(name) for name in names):
        shown = ", ".join(filter(None, names)) or "none"
        message = f"No sheet is called “{wanted}”; the sheets are: {shown}."
        raise MatrixRefused("no-matrix", "byte 0", message)
    raise MatrixRefused("empty", "byte 0", "No cell of the table holds anything.")
