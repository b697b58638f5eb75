"""Any single changed cell of any sheet is reported with its address, and with no other."""

import random
from collections import defaultdict
from collections.abc import Callable
from datetime import date

import pytest

from assessments.readers.cells import CellKind, StoredCell, serial_of
from tests.assessments.verifying.files import (
    EMPTY,
    ERROR,
    TRUTH,
    Exported,
    all_cells,
    changed_cells,
    formula_xml,
    number_xml,
    text_xml,
    with_cell,
)
from tests.needs import examples

pytestmark = pytest.mark.django_db

Place = tuple[str, StoredCell]

# How a cell is changed: from what it holds to what is written in its place.
CHANGES: dict[str, Callable[[StoredCell], str]] = {
    "a blank more": lambda cell: text_xml(f"{cell.shown} "),
    "another text": lambda cell: text_xml(f"x{cell.shown}"),
    "a number": lambda cell: number_xml(float(str(cell.value).count("a")) + 0.5),
    "a day later": lambda _: number_xml(serial_of(date(2027, 1, 31))),
    "a truth": lambda _: TRUTH,
    "an error": lambda _: ERROR,
    "a formula that gives the same": lambda cell: formula_xml(f'"{cell.shown}"', cell.shown),
    "nothing": lambda _: EMPTY,
}


def chosen(content: bytes, number: int) -> list[Place]:
    """Return a cell of every column of every sheet, and others at random."""
    by_column: dict[tuple[str, int], list[Place]] = defaultdict(list)
    for sheet, cell in all_cells(content):
        by_column[sheet, cell.column].append((sheet, cell))
    chance = random.Random(20261123)  # noqa: S311
    of_each = [chance.choice(cells) for cells in by_column.values()]
    everything = [place for cells in by_column.values() for place in cells]
    more = chance.choices(everything, k=max(0, number - len(of_each)))
    return [*of_each, *more]


def test_a_changed_cell_of_each_sheet_is_the_one_that_is_reported(exported: Exported) -> None:
    by_sheet = {sheet: (sheet, cell) for sheet, cell in all_cells(exported.content)}
    changes = list(CHANGES.values())

    for number, (sheet, cell) in enumerate(by_sheet.values()):
        written = changes[number % len(changes)](cell)
        content = with_cell(exported.content, sheet, cell.address, written)

        assert changed_cells(content) == [(sheet, cell.address)]


@pytest.mark.thorough
def test_any_changed_cell_is_the_one_that_is_reported(exported: Exported) -> None:
    places = chosen(exported.content, examples(200))
    ways = list(CHANGES.items())

    for number, (sheet, cell) in enumerate(places):
        way, change = ways[number % len(ways)]
        content = with_cell(exported.content, sheet, cell.address, change(cell))

        assert changed_cells(content) == [(sheet, cell.address)], way


def test_a_day_is_told_from_the_text_that_looks_like_it(exported: Exported) -> None:
    days = [
        (sheet, cell)
        for sheet, cell in all_cells(exported.content)
        if cell.kind == CellKind.MOMENT
    ]

    assert any(cell.shown == str(date(2026, 11, 2)) for _, cell in days)
    sheet, cell = days[0]
    as_text = with_cell(exported.content, sheet, cell.address, text_xml(str(cell.canonical)))
    assert changed_cells(as_text) == [(sheet, cell.address)]
