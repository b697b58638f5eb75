"""What a cell says, and when two say the same."""

from datetime import date, datetime

import pytest
from openpyxl.utils.datetime import to_excel

from assessments.readers.cells import (
    CellKind,
    StoredCell,
    Value,
    canonical,
    serial_of,
    stored_cell,
)
from assessments.readers.comparing import excerpts, is_same, unequal
from assessments.readers.keeping import (
    PIECE_BYTES,
    CellKeeper,
    KeptBroken,
    Piece,
    kept_cells,
    kept_hash,
)

DAY = date(2026, 11, 23)
DAY_SERIAL = 46_349


def cell(kind: CellKind, value: str | float) -> StoredCell:
    """Return a cell of some place."""
    return StoredCell(3, 28, kind, value)


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        pytest.param(cell(CellKind.TEXT, "a_x0041_\r\nb\rc"), "aA\nb\nc", id="text"),
        pytest.param(cell(CellKind.NUMBER, 3), "3", id="number"),
        pytest.param(cell(CellKind.NUMBER, 0.1), "0.1", id="fraction"),
        pytest.param(cell(CellKind.MOMENT, DAY_SERIAL), "2026-11-23", id="day"),
        pytest.param(cell(CellKind.MOMENT, DAY_SERIAL + 0.5), "2026-11-23 12:00:00", id="moment"),
        pytest.param(cell(CellKind.MOMENT, 5), "5", id="no-day-that-programs-agree-on"),
        pytest.param(cell(CellKind.TRUTH, True), "TRUE", id="true"),
        pytest.param(cell(CellKind.TRUTH, False), "FALSE", id="false"),
        pytest.param(cell(CellKind.ERROR, "#REF!"), "#REF!", id="error"),
        pytest.param(cell(CellKind.FORMULA, "=A1"), "=A1", id="formula"),
    ],
)
def test_a_cell_is_shown_as_somebody_reads_it(stored: StoredCell, shown: str) -> None:
    assert stored.shown == shown
    assert stored.address == "AB3"


@pytest.mark.parametrize("value", ["text", 3, True, DAY, datetime(2026, 11, 23, 9, 30, 7)])
def test_what_is_written_is_hashed_as_what_is_read(value: str | int | date) -> None:
    assert stored_cell(1, 1, value).canonical == canonical(value)


@pytest.mark.parametrize(
    "day", [date(1900, 1, 5), date(1900, 2, 28), date(1900, 3, 1), date(1899, 12, 1), DAY]
)
def test_a_day_is_the_number_that_is_written_of_it(day: date) -> None:
    written: float = to_excel(day)  # type: ignore[no-untyped-call]

    assert serial_of(day) == written


def test_a_date_before_the_calendars_agree_is_hashed_as_its_number() -> None:
    assert cell(CellKind.MOMENT, 5).canonical == 5


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a\nb", "a\r\nb", id="line-ends"),
        pytest.param("A", "_x0041_", id="encoded"),
        pytest.param(DAY, DAY_SERIAL, id="a-day-shown-as-a-number"),
        pytest.param(True, True, id="truth"),
    ],
)
def test_the_same_however_it_is_written(one: Value, other: Value) -> None:
    assert one is not None
    assert other is not None

    assert is_same(stored_cell(1, 1, one), stored_cell(1, 1, other))


def test_a_number_keeps_fifteen_digits_in_libreoffice() -> None:
    long = cell(CellKind.NUMBER, 46_349.395_914_351_85)

    assert is_same(long, cell(CellKind.NUMBER, 46_349.395_914_351_9))
    assert not is_same(long, cell(CellKind.NUMBER, 46_349.395_914_36))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(cell(CellKind.TEXT, "3"), cell(CellKind.NUMBER, 3), id="text-and-number"),
        pytest.param(cell(CellKind.TRUTH, True), cell(CellKind.NUMBER, 1), id="truth-and-number"),
        pytest.param(cell(CellKind.TRUTH, True), cell(CellKind.TRUTH, False), id="truth"),
        pytest.param(cell(CellKind.TEXT, "a"), cell(CellKind.TEXT, "a "), id="blank"),
        pytest.param(cell(CellKind.TEXT, "=A1"), cell(CellKind.FORMULA, "=A1"), id="formula"),
        pytest.param(cell(CellKind.TEXT, "#N/A"), cell(CellKind.ERROR, "#N/A"), id="error"),
        pytest.param(
            cell(CellKind.TEXT, "2026-11-23T00:00:00"),
            cell(CellKind.MOMENT, DAY_SERIAL),
            id="a-day-and-its-text",
        ),
        pytest.param(cell(CellKind.NUMBER, 0), cell(CellKind.NUMBER, 1e-300), id="nearly-zero"),
    ],
)
def test_what_looks_alike_is_told_apart(one: StoredCell, other: StoredCell) -> None:
    assert not is_same(one, other)
    assert not is_same(other, one)


def test_cells_are_compared_by_their_place() -> None:
    exported = [stored_cell(1, 1, "a"), stored_cell(1, 3, "gone"), stored_cell(2, 1, "b")]
    found = [stored_cell(1, 1, "a"), stored_cell(1, 2, "new"), stored_cell(2, 1, "B")]

    differing = list(unequal(exported, found))

    assert differing == [
        ("B1", None, found[1]),
        ("C1", exported[1], None),
        ("A2", exported[2], found[2]),
    ]


def test_long_texts_are_shown_from_where_they_begin_to_differ() -> None:
    first, second = excerpts("x" * 500 + "a" * 500, "x" * 500 + "b")

    assert first == "…" + "x" * 60 + "a" * 240 + "…"
    assert second == "…" + "x" * 60 + "b"
    assert excerpts("y" * 400, "short") == ("y" * 300 + "…", "short")


def kept(*values: Value, sheet: str = "Duties", is_hashed: bool = True) -> CellKeeper:
    """Return a keeper that took these values as a column."""
    keeper = CellKeeper()
    keeper.begin(sheet, is_hashed=is_hashed)
    for row, value in enumerate(values, start=1):
        keeper.add(f"A{row}", value)
    keeper.end()
    return keeper


def test_cells_come_back_as_they_were_kept() -> None:
    values: list[Value] = [
        "é « 3 »\n🦊\u2028",
        3,
        DAY,
        datetime(2026, 11, 23, 9, 30, 7),
        True,
        "",
        None,
        "z",
    ]

    written = kept(*values).finished()

    [piece] = written.pieces
    back = list(kept_cells(piece))
    assert [each.address for each in back] == ["A1", "A2", "A3", "A4", "A5", "A8"]
    assert [each.canonical for each in back] == [canonical(each) for each in values if each]
    assert kept_hash(written.pieces) == written.kept_sha256


def test_a_long_sheet_is_kept_in_pieces() -> None:
    texts = [f"{number:05}" * 2_000 for number in range(100)]

    written = kept(*texts).finished()

    assert len(written.pieces) == 100 * 10_000 // PIECE_BYTES + 1
    back = [each.value for piece in written.pieces for each in kept_cells(piece)]
    assert back == texts


def test_only_hashed_sheets_are_in_the_hash_of_the_cells() -> None:
    shown, hidden = kept("a").finished(), kept("a", is_hashed=False).finished()

    assert hidden.sha256 == kept().finished().sha256 != shown.sha256
    assert hidden.kept_sha256 != shown.kept_sha256


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param(b"no zlib", id="not-packed"),
        pytest.param(kept("a").finished().pieces[0].packed[:-5], id="cut"),
    ],
)
def test_what_was_not_kept_here_is_told(packed: bytes) -> None:
    with pytest.raises(KeptBroken):
        kept_hash([Piece("Duties", True, packed)])
