"""The guard at its edges: what is just allowed passes, one more is refused, all is counted."""

import zipfile
from array import array
from typing import Any

import pytest

from matrix.readers import Limits, MatrixRefused
from matrix.readers.workbooks import guard, scanning
from matrix.readers.workbooks.archive import open_archive
from matrix.readers.workbooks.guard import Checked, checked_copy, refuse_memory
from matrix.readers.workbooks.scanning import PartCost
from tests.matrix.readers.workbooks.files import (
    ROWS,
    SHEET,
    STRINGS,
    make_workbook,
    refusal_of,
    sheet_xml,
    strings_xml,
)

UNREAD = (
    "activeX/a.xml", "charts/a.xml", "chartsheets/a.xml", "comments1.xml", "ctrlProps/a.xml",
    "customProperty/a.xml", "diagrams/a.xml", "drawings/a.xml", "embeddings/a.xml",
    "externalLinks/a.xml", "media/a.xml", "persons/a.xml", "pivotCache/a.xml",
    "pivotTables/a.xml", "printerSettings/a.xml", "queryTables/a.xml", "richData/a.xml",
    "slicerCaches/a.xml", "slicers/a.xml", "tables/a.xml", "theme/a.xml",
    "threadedComments/a.xml", "vbaProject.xml", "webExtensions/a.xml",
    "worksheets/_rels/sheet1.xml.rels",
)  # fmt: skip


def _checked(content: bytes, **limits: int) -> Checked:
    with checked_copy(content, Limits(**limits)) as checked:
        return checked


def _names_copied(content: bytes) -> list[str]:
    with checked_copy(content, Limits()) as checked, zipfile.ZipFile(checked.path) as copy:
        return copy.namelist()


def test_only_what_a_matrix_is_made_of_reaches_the_parser() -> None:
    content = make_workbook(
        {f"xl/{name}": "<a/>" for name in UNREAD} | {"docProps/app.xml": "<a/>"}
    )

    names = _names_copied(content)

    assert names == [
        "[Content_Types].xml",
        "_rels/.rels",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        SHEET,
    ]


def test_what_is_not_read_still_counts_to_what_may_be_inflated() -> None:
    plain = make_workbook()
    size = sum(entry.file_size for entry in open_archive(plain).entries.values())
    more = {"xl/media/a.png": "x" * 1_000, "docProps/app.xml": "<a/>" + " " * 1_000}

    _checked(plain, inflated_bytes=size)
    assert refusal_of(lambda: _checked(plain, inflated_bytes=size - 1)) == ("bomb", "byte 0")
    _checked(make_workbook(more), inflated_bytes=size + 2_004)
    assert (
        refusal_of(lambda: _checked(make_workbook(more), inflated_bytes=size + 2_003))[0] == "bomb"
    )


def test_a_file_of_just_the_size_allowed_passes() -> None:
    content = make_workbook()

    assert _checked(content, file_bytes=len(content)).parts
    assert refusal_of(lambda: _checked(content, file_bytes=len(content) - 1)) == (
        "too-large",
        f"byte {len(content) - 1}",
    )


def test_the_copy_is_removed_at_the_end() -> None:
    checked = _checked(make_workbook())

    with pytest.raises(FileNotFoundError):
        open(checked.path).close()


def test_a_sheet_of_just_the_rows_allowed_passes() -> None:
    content = make_workbook()

    _checked(content, rows=2)
    assert refusal_of(lambda: _checked(content, rows=1)) == ("too-large", SHEET)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        pytest.param({"rows": 1_048_576, "columns": 1, "cells": 9}, None, id="the last row"),
        pytest.param({"rows": 1_048_577, "columns": 1, "cells": 9}, "bomb", id="a row beyond"),
        pytest.param({"rows": 1, "columns": 16_384, "cells": 9}, None, id="the last column"),
        pytest.param({"rows": 1, "columns": 16_385, "cells": 9}, "bomb", id="a column beyond"),
        pytest.param({"rows": 1_000, "columns": 2_000, "cells": 9}, None, id="the largest area"),
        pytest.param({"rows": 1_000, "columns": 2_001, "cells": 9}, "bomb", id="a larger area"),
        pytest.param({"size": 10_000_000}, None, id="the largest part without cells"),
        pytest.param({"size": 10_000_001}, "bomb", id="a larger part without cells"),
        pytest.param({"size": 10_000_001, "cells": 1}, None, id="large, with a cell"),
        pytest.param({"size": 10_000_001, "empty_cells": 1}, None, id="large, with a blank cell"),
        pytest.param(
            {"size": 10_000_001, "strings": array("L", [1])}, None, id="large, with a text"
        ),
    ],
)
def test_a_table_is_refused_beyond_what_a_sheet_may_have(
    part: dict[str, Any], code: str | None
) -> None:
    limits = Limits(rows=2_000_000)

    if code is None:
        guard._refuse_table(PartCost("part", **part), limits)
    else:
        refused = refusal_of(lambda: guard._refuse_table(PartCost("part", **part), limits))
        assert refused == (code, "part")


def test_many_rows_of_a_sheet_are_too_many_and_few_cells_in_them_are_a_trap() -> None:
    full = PartCost("part", rows=11, columns=1, cells=11)
    hollow = PartCost("part", rows=11, columns=1, cells=10)
    limits = Limits(rows=10)

    assert refusal_of(lambda: guard._refuse_table(full, limits))[0] == "too-large"
    assert refusal_of(lambda: guard._refuse_table(hollow, limits))[0] == "bomb"
    guard._refuse_table(PartCost("part", rows=10, columns=1, cells=1), limits)


def _with(monkeypatch: pytest.MonkeyPatch, memory: int) -> None:
    monkeypatch.setattr(guard, "MAX_MEMORY", memory)


@pytest.mark.parametrize(
    ("parts", "memory"),
    [
        pytest.param([PartCost("a", rows=2, columns=3, cells=4)], 4 * 140 + 6 * 32, id="cells"),
        pytest.param([PartCost("a", strings=array("L", [5, 7]))], 12 + 2 * 32, id="shared texts"),
        pytest.param(
            [
                PartCost("a", strings=array("L", [5, 7])),
                PartCost("b", cells=3, texts=array("L", [0, 1, 1])),
            ],
            12 + 64 + 2 * (5 + 7 + 7) + 3 * 140,
            id="texts shown in cells",
        ),
        pytest.param(
            [PartCost("a", strings=array("L", [5, 7])), PartCost("b", untold=2)],
            12 + 64 + 2 * 2 * 7,
            id="cells of which nobody knows the text",
        ),
        pytest.param([PartCost("a", untold=2)], 0, id="cells of which there is no text"),
        pytest.param([PartCost("a", size=1_000, cells=5)], 2 * (1_000 - 200) + 700, id="inline"),
        pytest.param([PartCost("a", size=100, cells=5)], 700, id="nothing but markup"),
    ],
)
def test_memory_is_counted_for_all_that_a_parser_keeps(
    parts: list[PartCost], memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    _with(monkeypatch, memory)
    refuse_memory(tuple(parts))

    _with(monkeypatch, memory - 1)
    with pytest.raises(MatrixRefused):
        refuse_memory(tuple(parts))


def test_texts_copied_into_many_cells_are_a_trap_and_long_ones_too_large(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _with(monkeypatch, 10)
    strings = PartCost("a", strings=array("L", [50]))
    copied = PartCost("b", texts=array("L", [0, 0]))

    assert refusal_of(lambda: refuse_memory((strings,)))[0] == "too-large"
    _with(monkeypatch, 50 + 32 + 100)
    assert refusal_of(lambda: refuse_memory((strings, copied))) == ("bomb", "b")


def test_a_cell_points_to_a_text_there_is_and_there_is_one_list_of_them() -> None:
    strings = PartCost("a", strings=array("L", [5]))

    refuse_memory((strings, PartCost("b", texts=array("L", [0]))))
    assert refusal_of(lambda: refuse_memory((strings, PartCost("b", texts=array("L", [1]))))) == (
        "damaged",
        "b",
    )
    assert refusal_of(
        lambda: refuse_memory((strings, PartCost("b", strings=array("L", [1]))))
    ) == (
        "damaged",
        "b",
    )
    assert refusal_of(lambda: refuse_memory((PartCost("b", texts=array("L", [0])),)))[1] == "b"


def test_cells_of_all_sheets_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    content = make_workbook({"xl/worksheets/sheet2.xml": sheet_xml()})

    monkeypatch.setattr(scanning, "MAX_CELLS", 12)
    assert [part.cells for part in _checked(content).parts if part.cells] == [6, 6]
    monkeypatch.setattr(scanning, "MAX_CELLS", 11)
    assert refusal_of(lambda: _checked(content))[0] == "too-large"


def test_the_parts_of_a_checked_workbook_are_told() -> None:
    rows = ROWS.replace('t="inlineStr"><is><t>RA</t></is>', 't="s"><v>0</v>')
    content = make_workbook({SHEET: sheet_xml(rows), STRINGS: strings_xml("RA")})

    parts = {part.name: part for part in _checked(content).parts}

    assert (parts[SHEET].cells, list(parts[SHEET].texts)) == (6, [0])
    assert parts[SHEET].size == len(sheet_xml(rows))
    assert len(parts[STRINGS].strings) == 1
