"""The limits of a workbook: cells, texts, bytes, memory."""

import tracemalloc
import zipfile
from array import array
from typing import Any

import pytest

from matrix.readers import Limits, MatrixRefused, RefusalCode
from matrix.readers.workbooks import guard, scanning
from matrix.readers.workbooks.guard import MAX_MEMORY, checked_copy, refuse_memory
from matrix.readers.workbooks.scanning import (
    MAX_CELLS,
    MAX_EMPTY_CELLS,
    MAX_STRINGS,
    PartCost,
    Scanner,
)
from tests.matrix.readers.workbooks.files import (
    SHEET,
    book_refusal,
    make_workbook,
    sheet_xml,
)


@pytest.mark.asvs("5.2.3")
@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"file_bytes": 100}, "too-large"),
        ({"inflated_bytes": 500}, "bomb"),
        ({"rows": 1}, "too-large"),
    ],
)
def test_each_limit_refuses_what_is_beyond(limits: dict[str, int], code: RefusalCode) -> None:
    content = make_workbook()

    refused = book_refusal(content, **limits)

    assert refused.code == code


@pytest.mark.parametrize(
    ("piece", "counted", "code"),
    [
        (b'<c r="A1"/>', {"empty_cells": MAX_EMPTY_CELLS}, "bomb"),
        (b'<c r="A1"></c>', {"cells": MAX_CELLS}, "too-large"),
        (b"<si/>", {"strings": array("L", [0]) * MAX_STRINGS}, "bomb"),
    ],
)
def test_more_cells_or_texts_than_any_matrix_has_are_refused(
    piece: bytes, counted: dict[str, Any], code: str
) -> None:
    scanner = Scanner("part")
    scanner.cost = PartCost("part", **counted)

    with pytest.raises(MatrixRefused) as caught:
        scanner.look(piece)

    assert caught.value.code == code


def test_cells_are_counted_over_all_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_workbook({"xl/worksheets/sheet2.xml": sheet_xml()})
    monkeypatch.setattr(scanning, "MAX_CELLS", 11)

    refused = book_refusal(content)

    assert refused.code == "too-large"


def test_more_text_than_memory_is_too_large() -> None:
    part = PartCost("part", size=MAX_MEMORY)

    with pytest.raises(MatrixRefused) as caught:
        refuse_memory((part,))

    assert caught.value.code == "too-large"


@pytest.mark.thorough
def test_ten_megabytes_without_a_cell_are_a_bomb() -> None:
    content = make_workbook({"xl/styles.xml": "<a/>" * 2_600_000}, zipfile.ZIP_STORED)

    refused = book_refusal(content, file_bytes=11_000_000)

    assert refused.code == "bomb"


@pytest.mark.asvs("5.2.1")
@pytest.mark.thorough
def test_a_small_bomb_takes_little_memory() -> None:
    content = make_workbook({SHEET: sheet_xml(" " * 50_000_000)})
    tracemalloc.start()

    refused = book_refusal(content)

    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.code == "bomb"
    assert peak < 20_000_000


def test_who_holds_one_cell_at_a_time_may_read_more_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = make_workbook()
    monkeypatch.setattr(scanning, "MAX_CELLS", 5)
    monkeypatch.setattr(guard, "MAX_EMPTY_CELLS", 5)

    refused = book_refusal(content)
    with checked_copy(content, Limits(streamed_cells=6)) as checked:
        cells = sum(part.cells for part in checked.parts)
    with pytest.raises(MatrixRefused) as caught, checked_copy(content, Limits(streamed_cells=5)):
        pass

    assert (refused.code, cells, caught.value.code) == ("too-large", 6, "too-large")


def test_empty_cells_are_as_many_as_cells_for_who_holds_one_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scanning, "MAX_EMPTY_CELLS", 1)
    piece = b'<c r="A1"/><c r="B1"/><c r="C1"/>'

    Scanner("part", streamed_cells=3).look(piece)
    with pytest.raises(MatrixRefused) as caught:
        Scanner("part", streamed_cells=2).look(piece)

    assert caught.value.code == "bomb"


def test_of_what_is_held_one_cell_at_a_time_shared_texts_alone_are_memory() -> None:
    sheet = PartCost("sheet", size=MAX_MEMORY, cells=MAX_MEMORY, rows=9_999, columns=9_999)
    texts = PartCost("texts", strings=array("L", [MAX_MEMORY]))

    refuse_memory((sheet,), is_streamed=True)
    with pytest.raises(MatrixRefused) as caught:
        refuse_memory((sheet, texts), is_streamed=True)

    assert caught.value.code == "too-large"
